import { Given } from "../../parts/given.tsx";
import styles from "./side-by-side.module.css";

/** A name by its parts; those that the other name does not have are underlined. */
export function NameDifference({ name, beside }: { readonly name: unknown; readonly beside: unknown }) {
  const others = new Set(partsOf(beside).map(plain));
  return (
    <bdi dir="auto">
      {partsOf(name).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may hold a part twice
        <span key={index} className={`${styles.part} ${others.has(plain(part)) ? "" : styles.other}`}>
          <Given text={part} />
        </span>
      ))}
    </bdi>
  );
}

const partsOf = (name: unknown): readonly string[] =>
  (name as { parts?: readonly string[] } | undefined)?.parts ?? [];
const plain = (part: string): string => part.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
