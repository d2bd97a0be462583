import { Alert, Button, Center, Loader, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { problemOf, UNREACHABLE } from "../api/problem.ts";
import { useWords } from "../language/words.ts";
import { partWords } from "./words.ts";

export function Loading() {
  const say = useWords(partWords);
  return (
    <Center py="xl" role="status" aria-label={say("loading")}>
      <Loader size="sm" />
    </Center>
  );
}

/** Nothing to show: says what would be here, and how it comes to be. */
export function Empty({ what, next }: { readonly what?: string; readonly next?: ReactNode }) {
  const say = useWords(partWords);
  return (
    <Stack align="center" py="lg" gap={4}>
      <Text fw={500}>{what ?? say("empty")}</Text>
      {next === undefined ? null : (
        <Text c="dimmed" size="sm" ta="center" component="div">
          {next}
        </Text>
      )}
    </Stack>
  );
}

/** What went wrong and what to do next. The reference is a code of the error catalogue; nothing personal is in it. */
export function ProblemNote({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const say = useWords(partWords);
  const problem = problemOf(error);
  const refused = problem.status === 403;
  const away = problem.code === UNREACHABLE;
  const title = away ? say("unreachable") : refused ? say("notAllowed") : problem.message;
  const next = away ? say("unreachableNext") : refused ? say("notAllowedNext") : problem.remedy;
  return (
    <Alert color={refused ? "gray" : "red"} title={title} role="alert" mb="md">
      {next === undefined ? null : (
        <Text size="sm">{away || refused ? next : say("whatNext", { remedy: next })}</Text>
      )}
      {away ? null : (
        <Text size="xs" c="dimmed" mt={4}>
          {say("reference", {
            code: problem.where === undefined ? problem.code : `${problem.code} (${problem.where})`,
          })}
        </Text>
      )}
      {again === undefined ? null : (
        <Button variant="light" size="xs" mt="xs" onClick={again}>
          {say("tryAgain")}
        </Button>
      )}
    </Alert>
  );
}
