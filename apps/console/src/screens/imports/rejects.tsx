import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { download } from "../../api/client.ts";
import { useWords } from "../../language/words.ts";
import { ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { importWords } from "./words.ts";

/** The rows that could not be read, each with line, field and what would be right: to mend and import again. */
export function Rejects({ id }: { readonly id: string }) {
  const say = useWords(importWords);
  const may = useMay();
  const rejects = useMutation({ mutationFn: () => download(`/api/imports/${id}/rejects`, "rejects.csv") });
  if (!may("import.rejects")) return null;
  return (
    <>
      {rejects.isError ? <ProblemNote error={rejects.error} /> : null}
      <Button size="compact-sm" variant="light" onClick={() => rejects.mutate()} loading={rejects.isPending}>
        {say("rejects")}
      </Button>
    </>
  );
}
