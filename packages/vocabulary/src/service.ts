import { z } from "zod";

interface ServiceDefinition {
  readonly label: { readonly en: string; readonly fr: string; readonly ar: string };
  /** True where the service alone tells what harm a person met, so that one member of staff does not refer alone. */
  readonly delicate?: true;
}

/** Services to which a person can be referred, as inter-agency referral forms list them. Closed; local names go beside. */
export const SERVICES = {
  health: { label: { en: "health care", fr: "soins de santé", ar: "رعاية صحية" } },
  mentalHealth: {
    label: {
      en: "mental health and psychosocial support",
      fr: "santé mentale et soutien psychosocial",
      ar: "الصحة النفسية والدعم النفسي الاجتماعي",
    },
    delicate: true,
  },
  nutrition: { label: { en: "nutrition", fr: "nutrition", ar: "تغذية" } },
  protection: {
    label: {
      en: "protection case management",
      fr: "gestion de cas de protection",
      ar: "إدارة حالات الحماية",
    },
    delicate: true,
  },
  childProtection: {
    label: { en: "child protection", fr: "protection de l'enfance", ar: "حماية الطفل" },
    delicate: true,
  },
  genderBasedViolence: {
    label: {
      en: "care after gender-based violence",
      fr: "prise en charge des violences basées sur le genre",
      ar: "رعاية الناجين من العنف القائم على النوع الاجتماعي",
    },
    delicate: true,
  },
  familyTracing: {
    label: {
      en: "family tracing and reunification",
      fr: "recherche et réunification familiales",
      ar: "البحث عن الأسر ولم شملها",
    },
    delicate: true,
  },
  education: { label: { en: "education", fr: "éducation", ar: "تعليم" } },
  foodAssistance: { label: { en: "food assistance", fr: "assistance alimentaire", ar: "مساعدة غذائية" } },
  cashAssistance: { label: { en: "cash assistance", fr: "assistance en argent", ar: "مساعدة نقدية" } },
  shelter: { label: { en: "shelter", fr: "abri", ar: "مأوى" } },
  nonFoodItems: { label: { en: "household items", fr: "articles ménagers", ar: "مواد غير غذائية" } },
  waterSanitationHygiene: {
    label: {
      en: "water, sanitation and hygiene",
      fr: "eau, assainissement et hygiène",
      ar: "المياه والصرف الصحي والنظافة",
    },
  },
  legalAid: { label: { en: "legal aid", fr: "aide juridique", ar: "مساعدة قانونية" }, delicate: true },
  documentation: { label: { en: "civil documents", fr: "documents d'état civil", ar: "وثائق مدنية" } },
  livelihoods: { label: { en: "livelihoods", fr: "moyens de subsistance", ar: "سبل العيش" } },
  disability: {
    label: {
      en: "services for persons with disabilities",
      fr: "services aux personnes handicapées",
      ar: "خدمات الأشخاص ذوي الإعاقة",
    },
  },
  registration: { label: { en: "registration", fr: "enregistrement", ar: "تسجيل" } },
  other: { label: { en: "another service", fr: "un autre service", ar: "خدمة أخرى" } },
} as const satisfies Readonly<Record<string, ServiceDefinition>>;

export type ServiceKind = keyof typeof SERVICES;
export const SERVICE_KINDS = Object.keys(SERVICES) as readonly ServiceKind[];
export const ServiceKind = z.enum(SERVICE_KINDS as [ServiceKind, ...ServiceKind[]]);

export const isDelicate = (service: ServiceKind): boolean => "delicate" in SERVICES[service];

/** How soon a person needs it. */
export const URGENCIES = ["routine", "urgent", "emergency"] as const;
export const Urgency = z.enum(URGENCIES);
export type Urgency = z.infer<typeof Urgency>;
