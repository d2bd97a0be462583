import { Kbd, Modal, Table } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useWords } from "../language/words.ts";
import { useMay } from "../session/me.ts";
import { DESTINATIONS } from "./destinations.ts";
import { appWords } from "./words.ts";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

const PAIR_MILLISECONDS = 1200;

/** Keys that work on every screen: `g` and a letter goes somewhere, `/` searches people, `?` shows them all. */
export function useShortcuts(open: { readonly palette: () => void; readonly list: () => void }): void {
  const router = useRouter();
  const may = useMay();
  const pressed = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open.palette();
        return;
      }
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.timeStamp - pressed.current < PAIR_MILLISECONDS) {
        pressed.current = 0;
        const to = DESTINATIONS.find(({ key, actions }) => key === event.key && actions.some(may));
        if (to !== undefined) void router.navigate({ to: to.to });
      } else if (event.key === "g") pressed.current = event.timeStamp;
      else if (event.key === "?") open.list();
      else if (event.key === "/" && may("person.search")) {
        event.preventDefault();
        void router.navigate({ to: "/people" });
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router, may, open]);
}

export function ShortcutList({ opened, close }: { readonly opened: boolean; readonly close: () => void }) {
  const say = useWords(appWords);
  const may = useMay();
  const rows: readonly (readonly [string, string])[] = [
    ["Ctrl K", say("openPalette")],
    ["?", say("showShortcuts")],
    ...(may("person.search") ? ([["/", say("searchPeople")]] as const) : []),
    ...DESTINATIONS.filter(({ actions }) => actions.some(may)).map(
      ({ key, word }) => [`g ${key}`, say("goTo", { screen: say(word) })] as const,
    ),
  ];
  return (
    <Modal opened={opened} onClose={close} title={say("shortcuts")}>
      <Table>
        <Table.Tbody>
          {rows.map(([keys, what]) => (
            <Table.Tr key={keys}>
              <Table.Th scope="row" w={90} dir="ltr">
                {keys.split(" ").map((key) => (
                  <Kbd key={key} me={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Th>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
