/** Shilluk (Chollo) own names, commonest first; written from general knowledge, not from any register. */
export const SHILLUK_MALE = `
Otor Ajak Oyath Akol Nyikang Dak Olwak Opiew Odhok Kwongo Ayik Oyay Othow Ogwet Obac Okic Okony Adwok Ajang Amum
Awan Ayang Bol Deng Fadiet Gwado Kur Kak Kwaje Kwany Lam Lwong Monywut Nyador Nyidhok Obang Obony Obwonyo Ocan Odol
Odhong Ogal Ogot Ojulu Ojwok Okwath Okello Olam Olany Olwor Omot Onyoti Opap Opal Oryem Otong Othwon Otwel Oyech
Oyoth Pagan Papiti Reath Tipo Tor Twong Uman Wad Yor Abur Achwil Aban Adhok Agwer Aney Anyang Aywok Chol Dok
Jago Kiir Kang Kwathker Laa Nyawello Nyalwak Oman Onak Opac Othol Owic
`;

export const SHILLUK_FEMALE = `
Nyakwac Nyagwet Nyathow Achol Adhieu Nyamut Nyalwong Nyiker Nyakenyi Nyayik Nyawelo Nyabur Nyadwong Abur Acol Adwong
Ajulo Akic Alal Amojo Anyath Apiyo Arop Atong Awino Ayaa Nyaban Nyabwonyo Nyacan Nyachwil Nyadak Nyadhok Nyadol
Nyagak Nyago Nyagwado Nyajang Nyajwok Nyakany Nyakello Nyakiir Nyakur Nyakwan Nyakwer Nyalam Nyalany Nyamom Nyamwonyo
Nyanam Nyandak Nyangot Nyapagan Nyapap Nyapiew Nyaring Nyatipo Nyatong Nyator Nyatwel Nyawan Nyawir Nyayang Nyayath
Nyayor Nyigilo Nyikang Nyimwoj Nyingoth Nyobang Nyodho Nyogwet Nyolam Nyotor Nyowic Abang Aboth Achan Adit
Agwek Aluk Amina Anak Angwec Aweti Awuok Nyalel
`;
