/**
 * Names that are one name in several tongues and spellings, some in Arabic script: they come into one registry in one
 * and into the other in another (Yohana, John; يوسف, Joseph). Each line is one name, first its key. Compiled from
 * general knowledge of naming in the region, deliberately short.
 */
const FAMILIES: readonly string[] = [
  "john jon yohana yohanna yuhanna yohannes johana yahya yehia jean juan ivan giovanni johann johannes ioannis يوحنا يحيى جون",
  "peter petro boutros butrus botros pierre pedro pietro pyotr boutrous بطرس",
  "mary maria mariam maryam meriam miriam marie mariama myriam miriyam mariem مريم ماري",
  "joseph yusuf yousif yousuf yosif josif yusif jose josef giuseppe youssef youssouf yousef iosif يوسف يوسيف",
  "moses musa mousa moussa mosa moise موسى موسي",
  "abraham ibrahim ebrahim abram ibraheem brahim ibrahima إبراهيم ابراهيم ابرهيم",
  "david daud dawud dawood daoud dawit davud داود داوود داؤود",
  "james yacoub yakub yagoub jacob yaqub jacques jaime giacomo yagub yaqoub yaqoob yacub yakoub jakub jakob يعقوب جيمس",
  "elizabeth elisabeth eliza liza elisabet isabel elisabetta elisabeta",
  "michael mikael mikal mikhail maikel miguel michel mikhael ميخائيل مايكل ميكائيل",
  "paul paulo paulino boulos bolis pablo paolo pavel bulus boulus بولس",
  "samuel samwel samuil صموئيل صامويل",
  "daniel danial daniyal danyal دانيال دانيل",
  "martha marta مرثا",
  "rebecca rebeka rebbeca rifga",
  "stephen steven stephano istifanos stefan etienne esteban stefano istvan ستيفن اسطفانوس",
  "simon saimon samaan simeon shimon سمعان سايمون",
  "matthew mathew matayo mathiew mateo matteo matthieu متى متي",
  "santino santo",
  "fatima fatma fatuma fatimah fatna fatime fatimata fatoumata فاطمة فاطمه",
  "aisha aysha aicha asha aishah ayesha aysheh ayisha aysa عائشة عائشه عايشة عايشه",
  "mohamed muhammad mohammed mohammad muhamed mohamad mhmd mahamed mohammad mohamad mohamet mahamat mahammad mohd mohmed muhamad mohammod mamadou muhammed muhammet mehmet محمد",
  "hussein hussain husein hissen hossein husayn huseyin hussien hissein hussen hossain حسين",
  "ahmed ahmad ahmet ahamed amadou أحمد احمد",
  "ali aly علي على",
  "hassan hasan hassen hasen hacen حسن",
  "othman osman usman uthman ousmane عثمان",
  "omar umar omer oumar عمر",
  "mahmoud mahmud mahmood mehmood محمود",
  "mustafa mustapha moustafa mostafa moustapha مصطفى مصطفي",
  "khadija khadijah khadiga khadeja khadidja hadija hadiza kadija خديجة خديجه",
  "zainab zeinab zaynab zenab zineb zaineb زينب",
  "amina aminah ameena aminata أمينة امينة امنة آمنة",
  "halima halimah haleema حليمة حليمه",
  "saleh salih صالح",
  "suleiman sulaiman soliman sulayman sulieman souleymane soulaymane solomon suleyman سليمان",
  "ismail ismael esmail ishmael ismaeel esmaeil إسماعيل اسماعيل",
  "isaac ishaq ishak ishag isak izhak إسحاق اسحاق اسحق",
  "isa issa eissa eisa عيسى عيسي",
  "adam adem adama آدم ادم",
  "khalid khaled خالد",
  "abdallah abdullah abdulla abdalla abdellah abdoulaye عبدالله",
  "abdrahman abdrhman abdraman abdrahmane عبدرحمن",
  "rahma rahmah رحمة",
  "hawa hawwa eve eva حواء",
  "nour noor nur nora نور",
  "bashir basheer bachir بشير",
  "jamal gamal djamal jemal جمال",
  "tahir taher tahar طاهر",
  "taha طه",
  "yasin yassin yaseen yacine ياسين",
  "younis yunis younes yunus jonah jonas يونس",
  "haroun harun aaron haroon هارون",
  "george georges jorge giorgio jurj girgis gerges جورج جرجس",
  "mark marcus marco markos morgos مرقس",
  "luke luka lucas lukas لوقا",
  "andrew andrea andreas andre andria اندراوس",
  "philip phillip philippe filip philipo فيليب",
  "thomas tomas tommaso توماس",
  "anna ana anne ann",
  "sarah sara سارة ساره",
  "ruth root راعوث",
  "catherine katherine kathryn catharine katharine caterina ekaterina katarina",
  "elias ilias elijah eliya إلياس الياس",
  "gabriel gibril jibril djibril jabriel جبريل",
];

const KEYS: ReadonlyMap<string, string> = new Map(
  FAMILIES.flatMap((family) => {
    const names = family.split(" ");
    return names.map((name) => [name, names[0] ?? name] as const);
  }),
);

/** The common spelling of a name part (folded, or its Arabic letters) that is known in several tongues, or undefined. */
export function canonicalPart(part: string): string | undefined {
  return KEYS.get(part);
}
