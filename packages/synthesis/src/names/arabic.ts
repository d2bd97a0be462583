/** Arabic names as they are borne in northern Upper Nile: Latin spelling and Arabic, commonest first. */
export const ARABIC_MALE = `
Mohamed محمد|Ahmed أحمد|Ali علي|Adam آدم|Ibrahim إبراهيم|Hassan حسن|Osman عثمان|Abdalla عبدالله|Musa موسى|Ismail إسماعيل
Omer عمر|Yousif يوسف|Khalid خالد|Hamid حامد|Idris إدريس|Suleiman سليمان|Yahya يحيى|Hussein حسين|Bashir بشير|Haroun هارون
Isa عيسى|Jaber جابر|Salih صالح|Abdelrahman عبدالرحمن|Mahmoud محمود|Mustafa مصطفى|Babiker بابكر|Eltayeb الطيب|Kamal كمال
Jamal جمال|Faisal فيصل|Tariq طارق|Zakaria زكريا|Yagoub يعقوب|Saeed سعيد|Salim سالم|Amin أمين|Awad عوض|Badr بدر|Daoud داود
Elamin الأمين|Fadul فضل|Farah فرح|Gasim قاسم|Habib حبيب|Hamza حمزة|Hashim هاشم|Imad عماد|Jadalla جادالله|Kabashi كباشي
Kuku كوكو|Mahdi مهدي|Majid ماجد|Mansour منصور|Mubarak مبارك|Munir منير|Nasir ناصر|Nur نور|Rabih رابح|Ramadan رمضان
Rashid رشيد|Sabir صابر|Sadiq صادق|Sharif شريف|Siddig صديق|Sobhi صبحي|Taha طه|Tijani تجاني|Waleed وليد|Yasir ياسر
Zubeir زبير|Abubakar أبوبكر|Abdelaziz عبدالعزيز|Abdelgadir عبدالقادر|Hamad حمد|Juma جمعة|Khamis خميس|Talha طلحة
`;

export const ARABIC_FEMALE = `
Fatima فاطمة|Amina أمينة|Halima حليمة|Mariam مريم|Khadija خديجة|Aisha عائشة|Zeinab زينب|Hawa حواء|Zahra زهراء|Asha عشة
Awadia عوضية|Nadia نادية|Samira سميرة|Sumaya سمية|Ikhlas إخلاص|Huda هدى|Hanan حنان|Amna آمنة|Asma أسماء|Rugaya رقية
Nafisa نفيسة|Salwa سلوى|Suad سعاد|Ihsan إحسان|Intisar انتصار|Igbal إقبال|Kaltouma كلتومة|Leila ليلى|Maha مها|Manal منال
Mona منى|Nawal نوال|Nimat نعمات|Rabha رابحة|Rania رانيا|Rasha رشا|Rihab رحاب|Saadia سعدية|Safa صفاء|Sakina سكينة
Salma سلمى|Sara سارة|Siham سهام|Suhair سهير|Sittana ستنا|Tahani تهاني|Thuraya ثريا|Umeima أميمة|Wafa وفاء|Widad وداد
Zakia زكية|Zuhra زهرة|Alawia علوية|Azhar أزهار|Bakhita بخيتة|Batoul بتول|Buthaina بثينة|Dar دار|Fayza فائزة|Fawzia فوزية
Gisma قسمة|Hajir هاجر|Hasina حسينة|Ilham إلهام|Iman إيمان|Jamila جميلة|Kawthar كوثر|Limya لمياء|Mahasin محاسن
Munira منيرة|Najat نجاة|Najwa نجوى|Omaima أميمه|Rawda روضة|Sabah صباح|Shadia شادية|Souad سوعاد|Toma توما
`;
