import { Alert, Button, FileButton, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { useWords } from "../../language/words.ts";
import { Given } from "../../parts/given.tsx";
import { ProgressLine } from "../../parts/progress-line.tsx";
import { Section } from "../../parts/section.tsx";
import { Loading, ProblemNote } from "../../parts/states.tsx";
import styles from "./import-one.module.css";
import { importFingerprints, importPersons, suggest } from "./reading.ts";
import { Recognised } from "./recognised.tsx";
import { Rejects } from "./rejects.tsx";
import { importWords } from "./words.ts";

const isArchive = (file: File): boolean => file.name.toLowerCase().endsWith(".zip");

/** One file from the drop to the summary: recognised, mapped, imported with progress. */
export function ImportOne({
  onAnother,
  onFinished,
}: {
  readonly onAnother: () => void;
  readonly onFinished: () => void;
}) {
  const say = useWords(importWords);
  const [file, setFile] = useState<File>();
  const [rows, setRows] = useState(0);
  const [pattern, setPattern] = useState("{identifier}_{position}.{any}");
  const [over, setOver] = useState(false);
  const look = useMutation({ mutationFn: suggest });
  const run = useMutation({
    mutationFn: () =>
      isArchive(file as File)
        ? importFingerprints(file as File, pattern, setRows)
        : importPersons(file as File, look.data?.mapping, setRows),
    onSuccess: onFinished,
  });
  const take = (chosen: File | null | undefined) => {
    if (chosen === null || chosen === undefined) return;
    setFile(chosen);
    if (!isArchive(chosen)) look.mutate(chosen);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  if (file === undefined)
    return (
      <section
        aria-label={say("drop")}
        className={over ? styles.over : styles.drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Text>{say("drop")}</Text>
        <FileButton onChange={take} accept=".csv,.xlsx,.tsv,.txt,.zip">
          {(props) => (
            <Button {...props} mt="sm">
              {say("choose")}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed" mt="xs">
          {say("fingerprints")}
        </Text>
      </section>
    );
  const ready = isArchive(file) || look.data !== undefined;
  return (
    <Section
      title={file.name}
      aside={
        <Button variant="default" size="compact-sm" onClick={onAnother}>
          {say("again")}
        </Button>
      }
    >
      {look.isError ? <ProblemNote error={look.error} again={() => look.mutate(file)} /> : null}
      {run.isError ? (
        <>
          <Text size="sm">{say("failed")}</Text>
          <ProblemNote error={run.error} />
        </>
      ) : null}
      {look.isPending ? <Loading /> : null}
      {run.isPending ? (
        <ProgressLine what={say("running", { file: file.name })} done={rows} total={undefined} />
      ) : null}
      {run.data === undefined ? null : (
        <Alert color={run.data.summary.rejected > 0 ? "orange" : "teal"} role="status">
          <Text size="sm">{say("finished", run.data.summary)}</Text>
          {run.data.seen ? <Text size="sm">{say("seen")}</Text> : null}
          {run.data.summary.rejected > 0 ? <Rejects id={run.data.id} /> : null}
        </Alert>
      )}
      {run.isIdle && isArchive(file) ? (
        <TextInput
          label={say("pattern")}
          description={say("patternHint")}
          value={pattern}
          onChange={(event) => setPattern(event.currentTarget.value)}
          dir="ltr"
          mb="sm"
        />
      ) : null}
      {run.isIdle && look.data !== undefined ? (
        <Stack gap="sm">
          {look.data.questions.length === 0 ? null : (
            <Alert color="orange" title={say("questions")}>
              <List size="sm">
                {look.data.questions.map((question) => (
                  <List.Item key={question}>
                    <Given text={question} />
                  </List.Item>
                ))}
              </List>
            </Alert>
          )}
          <Recognised suggestion={look.data} />
        </Stack>
      ) : null}
      {run.isIdle && ready ? (
        <Group mt="md">
          <Button onClick={() => run.mutate()}>{say("run")}</Button>
        </Group>
      ) : null}
    </Section>
  );
}
