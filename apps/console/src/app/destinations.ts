import {
  IconAddressBook,
  IconBinaryTree,
  IconFileImport,
  IconHome,
  IconScale,
  IconSettings,
  IconShieldHeart,
  IconTransfer,
  IconWritingSign,
} from "@tabler/icons-react";

/** The screens at the side: where, which of the node's actions lets one in, and the key after `g`. */
export const DESTINATIONS = [
  { to: "/", word: "home", icon: IconHome, actions: ["node.status"], key: "h" },
  { to: "/people", word: "people", icon: IconAddressBook, actions: ["person.search"], key: "p" },
  { to: "/imports", word: "imports", icon: IconFileImport, actions: ["import.list"], key: "i" },
  { to: "/adjudication", word: "adjudication", icon: IconScale, actions: ["duplicate.list"], key: "j" },
  { to: "/agreements", word: "agreements", icon: IconWritingSign, actions: ["agreement.read"], key: "a" },
  { to: "/exchanges", word: "exchanges", icon: IconTransfer, actions: ["exchange.read"], key: "e" },
  {
    to: "/protection",
    word: "protection",
    icon: IconShieldHeart,
    actions: ["rights.queue", "incident.read", "governance.figures", "demand.read"],
    key: "d",
  },
  { to: "/ledger", word: "ledger", icon: IconBinaryTree, actions: ["ledger.read"], key: "l" },
  {
    to: "/administration",
    word: "administration",
    icon: IconSettings,
    actions: ["staff.read", "partner.read", "keys.read"],
    key: "s",
  },
] as const;
