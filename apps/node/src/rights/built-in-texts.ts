/**
 * The words in which consent is asked for, kept by digest. {agency}, {recipient}, {purpose} and {contact} are read out as
 * what they stand for. A node imports texts in other languages beside these.
 */
export const BUILT_IN_TEXTS = [
  {
    language: "en",
    version: "1",
    text: `{agency} registered you. {recipient} also helps people here. We ask whether {agency} may share information about you with {recipient}, for this alone: {purpose}.
You are free to say yes or no. Your assistance is the same whether you say yes or no, and you need not say why.
You can change your mind at any time. {agency} then stops at once, and {recipient} must erase what it received.
{recipient} may give your information to nobody else, and to no authority of any country.
You may see everything we hold about you, have it corrected or erased, or object. Ask any member of staff, or: {contact}.`,
  },
  {
    language: "fr",
    version: "1",
    text: `{agency} vous a enregistré. {recipient} aide aussi les personnes ici. Nous vous demandons si {agency} peut partager des informations sur vous avec {recipient}, uniquement pour ceci : {purpose}.
Vous êtes libre de dire oui ou non. Votre assistance reste la même que vous disiez oui ou non, et vous n'avez pas à dire pourquoi.
Vous pouvez changer d'avis à tout moment. {agency} arrête alors aussitôt, et {recipient} doit effacer ce qu'il a reçu.
{recipient} ne peut donner vos informations à personne d'autre, ni aux autorités d'aucun pays.
Vous pouvez voir tout ce que nous détenons sur vous, le faire corriger ou effacer, ou vous y opposer. Demandez à un membre du personnel, ou : {contact}.`,
  },
  {
    language: "ar",
    version: "1",
    text: `لقد سجّلتك {agency}. وتساعد {recipient} الناس هنا أيضاً. نسألك هل يجوز لـ {agency} أن تشارك معلومات عنك مع {recipient} لهذا الغرض وحده: {purpose}.
أنت حرّ في أن تقول نعم أو لا. ومساعدتك هي نفسها سواء قلت نعم أو لا، ولا يلزمك أن تقول السبب.
يمكنك أن تغيّر رأيك في أي وقت. عندئذ تتوقف {agency} فوراً، ويجب على {recipient} أن تمحو ما تلقّته.
لا يجوز لـ {recipient} أن تعطي معلوماتك لأي أحد آخر، ولا لسلطات أي بلد.
يمكنك أن ترى كل ما نحتفظ به عنك، وأن تطلب تصحيحه أو محوه، أو أن تعترض عليه. اسأل أي موظف، أو: {contact}.`,
  },
] as const;
