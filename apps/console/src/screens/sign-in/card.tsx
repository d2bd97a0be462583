import { Center, Group, Paper, SegmentedControl, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, LANGUAGES, type Language } from "../../language/language.ts";

/** The frame of the screens before one is signed in; the language can be chosen there already. */
export function SignInCard({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  const { i18n } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Accord`;
  }, [title]);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" w={400} maw="100%">
        <Group gap="sm" mb="lg">
          <img src="/icon.svg" alt="" width={36} height={36} />
          <div>
            <Title order={1}>{title}</Title>
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          </div>
        </Group>
        {children}
        <SegmentedControl
          mt="lg"
          fullWidth
          size="xs"
          aria-label="Language · Langue · اللغة"
          value={i18n.language}
          onChange={(language) => chooseLanguage(language as Language)}
          data={Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }))}
        />
      </Paper>
    </Center>
  );
}
