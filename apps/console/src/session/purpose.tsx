import { Button, Paper, Radio, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { purposes } from "../language/terms/purposes.ts";
import { defineWords, useTerm, useWords } from "../language/words.ts";
import { useMe } from "./me.ts";

const words = defineWords("purpose", {
  en: {
    title: "What do you look at persons for?",
    why: "Whoever opens a person's file says why; the person can see it later.",
    go: "Continue",
    none: "Your account has no purpose for which persons may be looked at. An administrator can give it one.",
  },
  fr: {
    title: "Dans quel but consultez-vous des personnes ?",
    why: "Qui ouvre le dossier d’une personne dit pourquoi ; la personne pourra le voir.",
    go: "Continuer",
    none: "Votre compte n’a aucune finalité pour consulter des personnes. Un administrateur peut lui en donner une.",
  },
  ar: {
    title: "لأي غرض تطّلع على الأشخاص؟",
    why: "من يفتح ملف شخص يذكر السبب، ويستطيع الشخص أن يراه لاحقاً.",
    go: "متابعة",
    none: "ليس لحسابك غرض يُطّلع من أجله على الأشخاص. يستطيع مدير النظام أن يمنحه غرضاً.",
  },
});

const KEPT = "accord.purpose";
const listeners = new Set<() => void>();

/** Kept for this tab alone: who comes back another time says anew why. */
export function choosePurpose(purpose: string | undefined): void {
  if (purpose === undefined) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, purpose);
  for (const listener of listeners) listener();
}

export function usePurpose(): string | undefined {
  const told = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sessionStorage.getItem(KEPT),
  );
  return told ?? undefined;
}

/** The purposes for which this member of staff may look at persons. */
function usePurposes(): readonly string[] {
  const mine = useMe().purposes;
  return mine.includes("*") ? Object.keys(purposes.english) : mine;
}

/** Asks for the purpose before anything of a person is shown. */
export function PurposeGate({ children }: { readonly children: (purpose: string) => ReactNode }) {
  const purpose = usePurpose();
  const mine = usePurposes();
  if (purpose !== undefined && mine.includes(purpose)) return children(purpose);
  return <AskPurpose />;
}

function AskPurpose() {
  const say = useWords(words);
  const term = useTerm(purposes);
  const mine = usePurposes();
  const [chosen, choose] = useState<string>();
  if (mine.length === 0) return <Text c="dimmed">{say("none")}</Text>;
  return (
    <Paper
      component="form"
      withBorder
      p="lg"
      maw={520}
      onSubmit={(event) => {
        event.preventDefault();
        choosePurpose(chosen);
      }}
    >
      <Title order={2} id="purpose-title">
        {say("title")}
      </Title>
      <Text c="dimmed" size="sm" mt={4} mb="md">
        {say("why")}
      </Text>
      <Radio.Group value={chosen ?? null} onChange={choose} aria-labelledby="purpose-title">
        <Stack gap="xs">
          {mine.map((purpose) => (
            <Radio key={purpose} value={purpose} label={term(purpose)} />
          ))}
        </Stack>
      </Radio.Group>
      <Button type="submit" mt="md" disabled={chosen === undefined}>
        {say("go")}
      </Button>
    </Paper>
  );
}
