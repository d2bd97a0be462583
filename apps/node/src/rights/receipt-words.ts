import type { Language } from "@accord/agreement";

/** What a receipt says in one language; {names} are filled in. */
export interface ReceiptWords {
  readonly title: string;
  readonly said: Readonly<Record<"given" | "refused" | "withdrawn", string>>;
  readonly what: string;
  readonly attribute: string;
  readonly kept: string;
  readonly days: string;
  readonly untilExchangeEnds: string;
  readonly nothing: string;
  readonly why: string;
  readonly object: string;
  readonly objecting: string;
  readonly read: string;
  readonly signed: string;
  readonly sms: Readonly<Record<"given" | "refused" | "withdrawn", string>>;
}

export const RECEIPT_WORDS: Readonly<Record<Language, ReceiptWords>> = {
  en: {
    title: "What you decided about your information",
    said: {
      given: "On {date} you said yes: {agency} may share information about you with {recipient}.",
      refused: "On {date} you said no: {agency} does not share information about you with {recipient}.",
      withdrawn:
        "On {date} you took your consent back: {agency} no longer shares information about you with {recipient}, and {recipient} must erase what it received.",
    },
    what: "What may be shared, and how long {recipient} may keep it",
    attribute: "Information",
    kept: "Kept at most",
    days: "{days} days",
    untilExchangeEnds: "until the comparison is over",
    nothing: "Nothing is shared with {recipient} for this purpose now.",
    why: "Why: {purpose}.",
    object: "Your rights",
    objecting:
      "Your assistance is the same whatever you decide. You can change your mind, object, and see, correct or erase what we hold at any time. Ask any member of staff, or: {contact}.",
    read: "What was read to you",
    signed: "Signature or mark, or of the witness",
    sms: {
      given:
        "{agency}: on {date} you agreed that we share your information with {recipient}. To change your mind at any time: {contact}",
      refused:
        "{agency}: on {date} you said no to sharing with {recipient}. Your assistance stays the same. Questions: {contact}",
      withdrawn:
        "{agency}: on {date} you took back your consent. {recipient} must erase your information. Questions: {contact}",
    },
  },
  fr: {
    title: "Ce que vous avez décidé pour vos informations",
    said: {
      given:
        "Le {date}, vous avez dit oui : {agency} peut partager des informations sur vous avec {recipient}.",
      refused:
        "Le {date}, vous avez dit non : {agency} ne partage aucune information sur vous avec {recipient}.",
      withdrawn:
        "Le {date}, vous avez retiré votre consentement : {agency} ne partage plus d'informations sur vous avec {recipient}, et {recipient} doit effacer ce qu'il a reçu.",
    },
    what: "Ce qui peut être partagé, et combien de temps {recipient} peut le garder",
    attribute: "Information",
    kept: "Gardée au plus",
    days: "{days} jours",
    untilExchangeEnds: "jusqu'à la fin de la comparaison",
    nothing: "Rien n'est partagé avec {recipient} pour cela en ce moment.",
    why: "Pourquoi : {purpose}.",
    object: "Vos droits",
    objecting:
      "Votre assistance reste la même quoi que vous décidiez. Vous pouvez à tout moment changer d'avis, vous opposer, et voir, corriger ou effacer ce que nous détenons. Demandez à un membre du personnel, ou : {contact}.",
    read: "Ce qui vous a été lu",
    signed: "Signature ou marque, ou celle du témoin",
    sms: {
      given:
        "{agency} : le {date}, vous avez accepté le partage de vos informations avec {recipient}. Pour changer d'avis à tout moment : {contact}",
      refused:
        "{agency} : le {date}, vous avez refusé le partage avec {recipient}. Votre assistance reste la même. Questions : {contact}",
      withdrawn:
        "{agency} : le {date}, vous avez retiré votre consentement. {recipient} doit effacer vos informations. Questions : {contact}",
    },
  },
  ar: {
    title: "ما قررته بشأن معلوماتك",
    said: {
      given: "في {date} قلت نعم: يجوز لـ {agency} أن تشارك معلومات عنك مع {recipient}.",
      refused: "في {date} قلت لا: لا تشارك {agency} أي معلومات عنك مع {recipient}.",
      withdrawn:
        "في {date} سحبت موافقتك: لم تعد {agency} تشارك معلومات عنك مع {recipient}، ويجب على {recipient} أن تمحو ما تلقته.",
    },
    what: "ما الذي يجوز أن يُشارك، وكم من الوقت يجوز أن تحتفظ به {recipient}",
    attribute: "المعلومة",
    kept: "تُحفظ على الأكثر",
    days: "{days} يوماً",
    untilExchangeEnds: "حتى تنتهي المقارنة",
    nothing: "لا يُشارك شيء مع {recipient} لهذا الغرض الآن.",
    why: "لماذا: {purpose}.",
    object: "حقوقك",
    objecting:
      "مساعدتك هي نفسها مهما قررت. يمكنك في أي وقت أن تغير رأيك وأن تعترض وأن ترى ما نحتفظ به أو تصححه أو تمحوه. اسأل أي موظف، أو: {contact}.",
    read: "ما قُرئ عليك",
    signed: "التوقيع أو البصمة، أو توقيع الشاهد",
    sms: {
      given: "{agency}: في {date} وافقت على مشاركة معلوماتك مع {recipient}. لتغيير رأيك في أي وقت: {contact}",
      refused: "{agency}: في {date} رفضت المشاركة مع {recipient}. مساعدتك تبقى نفسها. للأسئلة: {contact}",
      withdrawn: "{agency}: في {date} سحبت موافقتك. يجب على {recipient} أن تمحو معلوماتك. للأسئلة: {contact}",
    },
  },
};

/** The words with what the names in braces stand for; a name that stands for nothing is a fault of ours. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}
