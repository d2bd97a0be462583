import { Modal, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useId, useState } from "react";
import { useWords } from "../language/words.ts";
import { useMay } from "../session/me.ts";
import styles from "./command-palette.module.css";
import { DESTINATIONS } from "./destinations.ts";
import { appWords } from "./words.ts";

/** Every screen by its name, from the keyboard (ARIA combobox pattern). */
export function CommandPalette({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const say = useWords(appWords);
  return (
    <Modal opened={opened} onClose={close} title={say("palette")} padding="xs">
      <Commands close={close} />
    </Modal>
  );
}

function Commands({ close }: { readonly close: () => void }) {
  const say = useWords(appWords);
  const may = useMay();
  const router = useRouter();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = DESTINATIONS.filter(({ actions }) => actions.some(may))
    .map(({ to, word }) => ({ to, name: say(word) }))
    .filter(({ name }) => name.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()));
  const chosen = found[Math.min(at, found.length - 1)];
  const go = (to: (typeof DESTINATIONS)[number]["to"]) => {
    close();
    void router.navigate({ to });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter" && chosen !== undefined) go(chosen.to);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        aria-label={say("paletteHint")}
        placeholder={say("paletteHint")}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={chosen === undefined ? undefined : `${id}${chosen.to}`}
      />
      <div role="listbox" id={id} aria-label={say("palette")} className={styles.list}>
        {found.map(({ to, name }) => (
          <UnstyledButton
            key={to}
            id={`${id}${to}`}
            role="option"
            aria-selected={chosen?.to === to}
            tabIndex={-1}
            className={styles.option}
            onClick={() => go(to)}
          >
            {name}
          </UnstyledButton>
        ))}
      </div>
      {found.length === 0 ? (
        <Text c="dimmed" size="sm" p="xs">
          {say("nothingFound")}
        </Text>
      ) : null}
    </>
  );
}
