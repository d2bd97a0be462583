import { Button, Group, List, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { CodeText } from "../../parts/given.tsx";
import { Section } from "../../parts/section.tsx";
import { Standing } from "../../parts/standing.tsx";
import { ProblemNote } from "../../parts/states.tsx";
import { ledgerWords } from "./words.ts";

interface Verdict {
  readonly kind: string;
  readonly size: number;
  readonly root?: string;
  readonly cosigned: readonly { readonly partner: string; readonly size: number; readonly agrees: boolean }[];
}

/** The node recomputes every hash of its ledger, and holds the root against what partners cosigned. */
export function Verified() {
  const say = useWords(ledgerWords);
  const format = useFormat();
  const verify = useMutation({
    mutationFn: async () => (await api.POST("/api/ledger/verify")).data as unknown as Verdict,
  });
  const verdict = verify.data;
  return (
    <Section
      title={say("verify")}
      aside={
        <Button size="compact-sm" variant="light" onClick={() => verify.mutate()} loading={verify.isPending}>
          {say("verify")}
        </Button>
      }
    >
      {verify.isError ? <ProblemNote error={verify.error} /> : null}
      {verdict === undefined ? null : (
        <div role="status">
          <Standing tone={verdict.kind === "sound" ? "good" : "bad"}>
            {verdict.kind === "sound" ? say("sound", { size: format.number(verdict.size) }) : say("unsound")}
          </Standing>
          {verdict.root === undefined ? null : (
            <Text size="sm" mt={6}>
              {say("root")} <CodeText text={verdict.root} short={32} />
            </Text>
          )}
          <List size="sm" mt={6}>
            {verdict.cosigned.map(({ partner, size, agrees }) => (
              <List.Item key={partner}>
                <Group gap={6}>
                  {say("cosigned", { partner, size: format.number(size) })}
                  <Standing tone={agrees ? "good" : "bad"}>{say(agrees ? "agrees" : "differs")}</Standing>
                </Group>
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Section>
  );
}
