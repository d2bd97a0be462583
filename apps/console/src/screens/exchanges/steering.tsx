import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { useWords } from "../../language/words.ts";
import { ProblemNote } from "../../parts/states.tsx";
import { useMay } from "../../session/me.ts";
import { exchangeQuery, type Report } from "./reading.ts";
import { exchangeWords } from "./words.ts";

/** Takes an exchange up again, lets pass what the circuit breaker holds, or stops it; each says why. */
export function Steering({ report }: { readonly report: Report }) {
  const say = useWords(exchangeWords);
  const may = useMay();
  const client = useQueryClient();
  const [asking, ask] = useState<"stop" | "override">();
  const [reason, setReason] = useState("");
  const id = report.exchange;
  const done = () => {
    ask(undefined);
    setReason("");
    return client.invalidateQueries({ queryKey: exchangeQuery(id).queryKey });
  };
  const resume = useMutation({
    mutationFn: (acceptImplausible?: string) =>
      api.POST("/api/exchanges/{id}/resume", {
        params: { path: { id } },
        body: acceptImplausible === undefined ? {} : { acceptImplausible },
      }),
    onSuccess: done,
  });
  const stop = useMutation({
    mutationFn: () => api.POST("/api/exchanges/{id}/stop", { params: { path: { id } }, body: { reason } }),
    onSuccess: done,
  });
  if (report.step === "done" || report.standing.kind === "halted") return null;
  return (
    <Group gap="xs" my="xs">
      {resume.isError ? <ProblemNote error={resume.error} /> : null}
      {may("exchange.run") ? (
        <Button
          size="xs"
          variant="light"
          onClick={() => (report.standing.kind === "held" ? ask("override") : resume.mutate(undefined))}
          loading={resume.isPending}
        >
          {say(report.standing.kind === "held" ? "override" : "resume")}
        </Button>
      ) : null}
      {may("exchange.stop") ? (
        <Button size="xs" variant="subtle" color="red" onClick={() => ask("stop")}>
          {say("stop")}
        </Button>
      ) : null}
      <Modal
        opened={asking !== undefined}
        onClose={() => ask(undefined)}
        title={say(asking === "override" ? "override" : "stopTitle")}
      >
        <Stack
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (asking === "override") resume.mutate(reason);
            else stop.mutate();
          }}
        >
          {stop.isError ? <ProblemNote error={stop.error} /> : null}
          <TextInput
            label={say(asking === "override" ? "overrideReason" : "stopReason")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            minLength={3}
            maxLength={400}
            required
          />
          <Button type="submit" {...(asking === "stop" ? { color: "red" } : {})} loading={stop.isPending}>
            {say(asking === "override" ? "override" : "stop")}
          </Button>
        </Stack>
      </Modal>
    </Group>
  );
}
