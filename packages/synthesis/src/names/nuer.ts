/** Nuer own names, commonest first; written from general knowledge, not from any register. */
export const NUER_MALE = `
Gatluak Gatkuoth Koang Gatwech Chuol Tut Kuol Duoth Gatdet Both Bol Lam Pal Riek Gai Deng Thon Puok Wal Nhial
Gatkek Biel Ruei Buom Kun Jock Gatbel Machar Chol Mut Reath Dak Yien Gatjiek Hoth Kueth Khor Lul Ruot Teny Tang
Gatpan Simon Wiyual Malual Mayian Gony Pech Gatchang Thot Dobuol Nyuon Char Guek Ngundeng Bichiok Bangoang Diew
Gatnyang Gatyiel Kuon Keat Lony Luak Manytap Nguth Peter Pur Rial Rik Tai Thoan Tiop Toang Tuach Turuk Wang Wech
Wuor Yoal Yual Bidong Bipal Chany Choap Dhol Dieu Duop Gatgong Gathak Jal Jany Kai Kang Kong Kuach Liep Makuach Matai
Nyak Nyang Pouk Tongyik Gatwich Reat Wichar
`;

export const NUER_FEMALE = `
Nyakuoth Nyadak Nyagai Nyabol Nyachuol Nyamal Nyaluak Nyakim Nyayual Nyaruon Nyawech Nyakong Nyaduoth Nyabiel Nyadeng
Nyandit Nyajuok Nyakueth Nyalam Nyanhial Nyapal Nyapuok Nyareat Nyariek Nyatut Nyathak Nyawal Nyaboth Nyabuay Nyachan
Nyachar Nyadiew Nyadoar Nyadol Nyagak Nyagoa Nyahok Nyahoth Nyajal Nyajima Nyakang Nyakek Nyakeat Nyakoang Nyakor
Nyakuach Nyakuma Nyakun Nyalada Nyalok Nyaluit Nyamach Nyamuch Nyamuon Nyaneen Nyangun Nyanen Nyapan Nyapech Nyapini
Nyarek Nyaruach Nyarial Nyasunday Nyataba Nyatang Nyateny Nyathon Nyatoang Nyawar Nyawuor Nyayang Nyayien Nyayoal Buk
Chieng Duob Gaga Kier Kuei Nyaguek Nyahon Nyajany Nyakiir Nyalual Nyamer Nyanguth Nyapeat Nyarew Nyatuach Nyawich
Bigoa Chuoler Nyabuol Nyagony Nyakaka Nyaliep
`;
