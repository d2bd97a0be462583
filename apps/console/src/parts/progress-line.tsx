import { Group, Progress, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useFormat } from "../language/format.ts";
import { useWords } from "../language/words.ts";
import { partWords } from "./words.ts";

/** How far something long is, how fast it goes, and how long it still takes, told from its own pace. */
export function ProgressLine({
  what,
  done,
  total,
}: {
  readonly what: string;
  readonly done: number;
  readonly total: number | undefined;
}) {
  const say = useWords(partWords);
  const format = useFormat();
  const began = useRef({ at: performance.now(), done });
  useEffect(() => {
    if (done < began.current.done) began.current = { at: performance.now(), done };
  }, [done]);
  const seconds = (performance.now() - began.current.at) / 1000;
  const rate = seconds > 0.5 ? (done - began.current.done) / seconds : 0;
  const left = rate > 0 && total !== undefined ? (total - done) / rate : undefined;
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{what}</Text>
        <Text size="sm" c="dimmed">
          {format.number(done)}
          {total === undefined ? "" : ` / ${format.number(total)}`}
          {rate > 0 ? ` · ${say("perSecond", { rate: format.number(Math.round(rate)) })}` : ""}
          {left === undefined ? "" : ` · ${say("left", { time: format.duration(left * 1000) })}`}
        </Text>
      </Group>
      <Progress
        value={total === undefined || total === 0 ? 100 : (100 * done) / total}
        animated={total === undefined}
        aria-label={what}
        size="sm"
        mt={4}
      />
    </div>
  );
}
