/** Dinka own names, commonest first; written from general knowledge, not from any register. */
export const DINKA_MALE = `
Deng Garang Majok Mabior Kuol Akol Bol Chol Ajak Mayen Atem Malual Makuei Manyok Jok Kuer Ayuel Aleer Akech Maker
Thon Wol Machar Madut Mading Marial Dut Lual Riak Arok Kon Agany Alier Angok Anyieth Athian Awan Ayom Barac Biar
Chan Chier Dau Dhieu Diing Duot Gai Geu Guet Jiel Jongkuch Joh Kerubino Khot Kuany Kuir Kulang Lueth Mach Magot Majak
Makol Malek Malith Mamer Manyang Maluk Mapiou Mathiang Mawut Mayom Michar Monyluak Nhial Ngong Ngor Nyok Pach Panchol
Pieng Piok Reech Reng Ring Santino Tong Ucu Wal Wek Yaak Yai Yel Yuang Yuot Adut Ador Agot Akuei Apiu Jurkuch
Maketh Malou Manyiel
`;

export const DINKA_FEMALE = `
Achol Nyandeng Abuk Akuol Adut Ayen Akech Aluel Amer Atong Awel Adau Achuei Adhieu Aguek Ajoh Akon Akur Aman Amou
Anyieth Apiu Arek Athieng Awut Ayak Ayor Nyanjur Nyankiir Nyibol Nyanut Nyapath Yar Yom Abang Abiei Abiong Achan
Achiek Acuil Adeng Adit Adol Agau Agok Agot Ajak Ajok Akiir Akoi Akuany Akuch Akuek Alakiir Alek Alual Amath Amuor Anai
Angeth Angong Anok Anyang Arual Aruai Atem Athok Athou Awak Aweng Awien Ayan Aduk Nyabol Nyadhuol Nyalueth Nyamuoch
Nyanbol Nyandit Nyangeth Nyankoor Nyanlueth Nyanriak Nyantiok Nyanyieth Nyawut Nyiel Nyiriak Piath Panyagaai Adior
Aker Amiok Arok Ayuen Mayang Nyanchol
`;
