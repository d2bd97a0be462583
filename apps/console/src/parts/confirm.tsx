import { Button, Group, Modal, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../language/words.ts";
import { partWords } from "./words.ts";

interface Asked {
  readonly title: string;
  readonly text: string;
  readonly go: string;
  readonly onGo: () => void;
}

/** Asks once more before what touches a person. Answers how to ask, and what to show. */
export function useConfirm(): readonly [(asked: Asked) => void, ReactNode] {
  const say = useWords(partWords);
  const [asked, ask] = useState<Asked>();
  const close = () => ask(undefined);
  return [
    ask,
    <Modal key="confirm" opened={asked !== undefined} onClose={close} title={asked?.title}>
      <Text size="sm">{asked?.text}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close} data-autofocus>
          {say("cancel")}
        </Button>
        <Button
          color="red"
          onClick={() => {
            asked?.onGo();
            close();
          }}
        >
          {asked?.go}
        </Button>
      </Group>
    </Modal>,
  ];
}
