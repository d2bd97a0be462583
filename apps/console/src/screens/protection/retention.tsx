import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client.ts";
import { useFormat } from "../../language/format.ts";
import { useWords } from "../../language/words.ts";
import { Facts } from "../../parts/facts.tsx";
import { Reading } from "../../parts/reading.tsx";
import { Section } from "../../parts/section.tsx";
import { Empty, ProblemNote } from "../../parts/states.tsx";
import { protectionWords } from "./words.ts";

interface Preview {
  readonly id?: string;
  readonly [count: string]: unknown;
}

const key = ["retention"];

/** What is due to be removed, in counts; where the node is set so, only after somebody confirmed it. */
export function Retention() {
  const say = useWords(protectionWords);
  const format = useFormat();
  const client = useQueryClient();
  const retention = useQuery({
    queryKey: key,
    queryFn: async () =>
      (await api.GET("/api/rights/retention")).data as unknown as {
        readonly confirms: boolean;
        readonly preview: Preview | null;
      },
  });
  const confirm = useMutation({
    mutationFn: (id: string) => api.POST("/api/rights/retention/{id}/confirm", { params: { path: { id } } }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Section title={say("retention")}>
      {confirm.isError ? <ProblemNote error={confirm.error} /> : null}
      <Reading query={retention}>
        {({ preview }) =>
          preview === null ? (
            <Empty what={say("noRetention")} />
          ) : (
            <>
              <Facts
                of={Object.entries(preview).flatMap(([what, count]) =>
                  typeof count === "number" ? [[what, format.number(count)] as const] : [],
                )}
              />
              <Button mt="sm" onClick={() => confirm.mutate(preview.id ?? "")} loading={confirm.isPending}>
                {say("confirm")}
              </Button>
            </>
          )
        }
      </Reading>
    </Section>
  );
}
