import { Button, Group, Modal, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../language/words.ts";
import { partWords } from "./words.ts";

interface Asked {
  readonly title: string;
  readonly label: string;
  readonly go: string;
  readonly onReason: (reason: string) => void;
}

/** Asks why, before what another will ask about later. Answers how to ask, and what to show. */
export function useReason(): readonly [(asked: Asked) => void, ReactNode] {
  const say = useWords(partWords);
  const [asked, ask] = useState<Asked>();
  const [reason, setReason] = useState("");
  const close = () => {
    ask(undefined);
    setReason("");
  };
  return [
    ask,
    <Modal key="reason" opened={asked !== undefined} onClose={close} title={asked?.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          asked?.onReason(reason.trim());
          close();
        }}
      >
        <Textarea
          label={asked?.label}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
          minLength={3}
          maxLength={400}
          autosize
          minRows={2}
          data-autofocus
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {say("cancel")}
          </Button>
          <Button type="submit">{asked?.go}</Button>
        </Group>
      </form>
    </Modal>,
  ];
}
