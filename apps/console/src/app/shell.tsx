import {
  AppShell,
  Burger,
  Button,
  Group,
  Kbd,
  Menu,
  NavLink,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSettings2,
  IconSun,
  IconSunMoon,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useRouter, useRouterState } from "@tanstack/react-router";
import { Suspense } from "react";
import { api } from "../api/client.ts";
import { chooseLanguage, LANGUAGES, type Language } from "../language/language.ts";
import { purposes } from "../language/terms/purposes.ts";
import { useTerm, useWords } from "../language/words.ts";
import { Given } from "../parts/given.tsx";
import { Loading } from "../parts/states.tsx";
import { useMay, useMe } from "../session/me.ts";
import { choosePurpose, usePurpose } from "../session/purpose.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { Connection } from "./connection.tsx";
import { DESTINATIONS } from "./destinations.ts";
import styles from "./shell.module.css";
import { ShortcutList, useShortcuts } from "./shortcuts.tsx";
import { appWords } from "./words.ts";

/** The frame of every screen: where one can go, who one is, for what one looks at persons. */
export function Shell() {
  const say = useWords(appWords);
  const may = useMay();
  const [opened, { toggle, close }] = useDisclosure();
  const [palette, setPalette] = useDisclosure();
  const [shortcuts, setShortcuts] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useShortcuts({ palette: setPalette.open, list: setShortcuts.open });
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
    >
      <a href="#content" className={styles.skip}>
        {say("skip")}
      </a>
      <AppShell.Header px="sm">
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={say("menu")} />
            <Agency />
          </Group>
          <Group gap={4} wrap="nowrap">
            <PurposeShown />
            <UnstyledButton
              className={styles.search}
              onClick={setPalette.open}
              aria-label={`${say("palette")} Ctrl K`}
            >
              <IconSearch size={15} aria-hidden="true" />
              <Text size="sm" visibleFrom="md" component="span">
                {say("palette")}
              </Text>
              <Kbd size="xs" visibleFrom="md">
                Ctrl K
              </Kbd>
            </UnstyledButton>
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={say("menu")}>
        {DESTINATIONS.filter(({ actions }) => actions.some(may)).map(({ to, word, icon: Icon }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={say(word)}
            leftSection={<Icon size={18} stroke={1.6} aria-hidden="true" />}
            active={to === "/" ? path === "/" : path.startsWith(to)}
            onClick={close}
            className={styles.destination}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Connection />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <CommandPalette opened={palette} close={setPalette.close} />
      <ShortcutList opened={shortcuts} close={setShortcuts.close} />
    </AppShell>
  );
}

function Agency() {
  const { agency } = useMe();
  return (
    <Group gap={8} wrap="nowrap" miw={0}>
      <img src="/icon.svg" alt="" width={24} height={24} />
      <Text fw={600} size="sm" truncate>
        <Given text={agency.name} />
      </Text>
    </Group>
  );
}

function PurposeShown() {
  const say = useWords(appWords);
  const term = useTerm(purposes);
  const purpose = usePurpose();
  if (purpose === undefined) return null;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      visibleFrom="md"
      onClick={() => choosePurpose(undefined)}
      title={say("changePurpose")}
    >
      {say("purpose", { purpose: term(purpose) })}
    </Button>
  );
}

const SCHEMES = [
  ["light", IconSun],
  ["dark", IconMoon],
  ["auto", IconSunMoon],
] as const;

function AccountMenu() {
  const say = useWords(appWords);
  const me = useMe();
  const client = useQueryClient();
  const router = useRouter();
  const { setColorScheme } = useMantineColorScheme();
  const signOut = async () => {
    await api.POST("/api/sign-out").catch(() => undefined);
    choosePurpose(undefined);
    client.clear();
    await router.navigate({ to: "/sign-in" });
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-md"
          px={6}
          aria-label={`${me.name}: ${say("account")}`}
          rightSection={<IconSettings2 size={16} aria-hidden="true" />}
        >
          <Text size="sm" maw={130} truncate component="span" visibleFrom="xs">
            <Given text={me.name} />
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say("language")}</Menu.Label>
        {(Object.keys(LANGUAGES) as Language[]).map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            leftSection={<IconLanguage size={15} aria-hidden="true" />}
            onClick={() => chooseLanguage(language)}
          >
            {LANGUAGES[language].name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{say("appearance")}</Menu.Label>
        {SCHEMES.map(([scheme, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={15} aria-hidden="true" />}
            onClick={() => setColorScheme(scheme)}
          >
            {say(scheme)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden="true" />} onClick={() => void signOut()}>
          {say("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
