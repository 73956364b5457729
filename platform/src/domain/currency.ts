/** Active codes of ISO 4217 with their minor-unit digits. A record keeps the index, so the order never changes. */
const TWO_DIGITS =
  "CNY USD EUR GBP HKD SGD TWD AUD INR MYR THB CAD NZD CHF AED PHP IDR MOP RUB TRY BRL MXN ZAR SEK NOK DKK PLN CZK HUF ILS SAR QAR EGP NGN KES GHS PKR BDT LKR NPR MMK KHR LAK MNT KZT UZS UAH RON BGN ARS COP PEN UYU BOB DOP GTQ HNL NIO CRC PAB JMD TTD BBD BSD BZD XCD AWG ANG HTG CUP VES SRD GYD FJD PGK SBD TOP WST MVR SCR MUR ETB TZS ZMW MWK MZN AOA NAD BWP SZL LSL SDG SSP SOS SLE GMD LRD CVE STN MRU MAD DZD LBP SYP YER AFN IRR TMT TJS KGS AZN AMD GEL MDL ALL MKD RSD BAM BND BTN ERN CDF MGA SHP FKP GIP BMD KYD".split(
    " ",
  );
const NO_DIGITS = "JPY KRW VND CLP ISK PYG UGX RWF BIF DJF GNF KMF VUV XAF XOF XPF".split(" ");
const THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND".split(" ");

export const CURRENCIES: readonly string[] = [...TWO_DIGITS, ...NO_DIGITS, ...THREE_DIGITS];

export type Currency = string;

/** Digits after the decimal point of the currency's main unit. */
export function minorDigits(currency: Currency): number {
  if (NO_DIGITS.includes(currency)) return 0;
  return THREE_DIGITS.includes(currency) ? 3 : 2;
}
