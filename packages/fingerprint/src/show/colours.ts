/** Okabe and Ito's colours, which people with colour blindness tell apart; each is darker than print and paper together. */
export const VERMILION = "#d55e00";
export const BLUE = "#0072b2";
export const PURPLE = "#8a4f9e";
export const GREEN = "#00795a";
export const GREY = "#777";
