import type { DirectoryEntry } from "./reading.ts";

const WIDTH = 640;
const ROW = 64;
const BOX = { width: 150, height: 36 };

/** This agency at one side, its partners at the other, a line an agreement; the table below says the same in words. */
export function SharingGraph({
  self,
  agreements,
}: {
  readonly self: string;
  readonly agreements: readonly DirectoryEntry[];
}) {
  const partners = [...new Set(agreements.map(({ partner }) => partner))];
  if (partners.length === 0) return null;
  const height = Math.max(1, partners.length) * ROW;
  const centre = height / 2;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={`${self}: ${partners.join(", ")}`}
      style={{ maxWidth: WIDTH, width: "100%", display: "block" }}
      direction="ltr"
    >
      {partners.map((partner, index) => {
        const y = index * ROW + ROW / 2;
        const mine = agreements.filter((each) => each.partner === partner);
        return (
          <g key={partner}>
            {mine.map(({ digest, title }, line) => (
              <path
                key={digest}
                d={`M ${BOX.width} ${centre} C ${WIDTH / 2} ${centre}, ${WIDTH / 2} ${y}, ${WIDTH - BOX.width} ${y + line * 5}`}
                fill="none"
                stroke="var(--mantine-primary-color-filled)"
                strokeWidth={2}
              >
                <title>{title}</title>
              </path>
            ))}
            <Box x={WIDTH - BOX.width} y={y} text={partner} />
          </g>
        );
      })}
      <Box x={0} y={centre} text={self} />
    </svg>
  );
}

function Box({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  return (
    <>
      <rect
        x={x + 1}
        y={y - BOX.height / 2}
        width={BOX.width - 2}
        height={BOX.height}
        rx={8}
        fill="var(--mantine-color-body)"
        stroke="var(--mantine-color-default-border)"
      />
      <text
        x={x + BOX.width / 2}
        y={y + 5}
        textAnchor="middle"
        fontSize={14}
        fill="var(--mantine-color-text)"
      >
        {text}
      </text>
    </>
  );
}
