/** Services that take payments and are certified for it (PCI DSS, service provider level 1), by package and by host. */
export interface Processor {
  readonly name: string;
  readonly packages: RegExp;
  readonly hosts: RegExp;
}

const processor = (name: string, packages: RegExp, hosts: RegExp): Processor => ({ name, packages, hosts });

export const PROCESSORS: readonly Processor[] = [
  processor('Stripe', /^(?:stripe|@stripe\/(?:stripe-js|react-stripe-js|agent-toolkit|ai-sdk)|better-stripe|@better-auth\/stripe|stripe-event-types)(?:\/|$)/, /(?:^|\.)stripe\.com$/),
  processor('Adyen', /^@adyen\//, /(?:^|\.)adyen(?:payments)?\.com$/),
  processor('Braintree', /^(?:braintree|braintree-web|braintree-web-drop-in)$/, /(?:^|\.)braintree(?:gateway|-api)\.com$/),
  processor('Square', /^(?:square|@square\/web-sdk|react-square-web-payments-sdk)$/, /(?:^|\.)square(?:up)?(?:sandbox)?\.com$/),
  processor('PayPal', /^(?:@paypal\/.*|paypal-rest-sdk)$/, /(?:^|\.)paypal\.com$/),
  processor('Paddle', /^@paddle\//, /(?:^|\.)paddle\.com$/),
  processor('Mollie', /^@mollie\//, /(?:^|\.)mollie\.com$/),
  processor('Razorpay', /^razorpay$/, /(?:^|\.)razorpay\.com$/),
  processor('Lemon Squeezy', /^@lemonsqueezy\//, /(?:^|\.)lemonsqueezy\.com$/),
  processor('Polar', /^@polar-sh\//, /(?:^|\.)polar\.sh$/),
  processor('Checkout.com', /^checkout-sdk-node$/, /(?:^|\.)checkout\.com$/),
  processor('Chargebee', /^chargebee(?:-typescript)?$/, /(?:^|\.)chargebee\.com$/),
  processor('Recurly', /^recurly$/, /(?:^|\.)recurly\.com$/),
  processor('Authorize.net', /^authorizenet$/, /(?:^|\.)authorize\.net$/),
  processor('Worldpay', /^@worldpay\//, /(?:^|\.)worldpay\.com$/),
  processor('Klarna', /^@klarna\//, /(?:^|\.)klarna\.com$/),
  processor('GoCardless', /^gocardless-nodejs$/, /(?:^|\.)gocardless\.com$/),
  processor('Xendit', /^xendit-node$/, /(?:^|\.)xendit\.co$/),
  processor('Midtrans', /^midtrans-client$/, /(?:^|\.)midtrans\.com$/),
  processor('Paystack', /^(?:paystack|paystack-api|@paystack\/.*)$/, /(?:^|\.)paystack\.co$/),
  processor('Flutterwave', /^flutterwave-node-v3$/, /(?:^|\.)flutterwave\.com$/),
  processor('Mercado Pago', /^mercadopago$/, /(?:^|\.)mercadopago\.com$/),
  processor('iyzico', /^iyzipay$/, /(?:^|\.)iyzipay\.com$/),
  processor('Creem', /^creem(?:_io)?$/, /(?:^|\.)creem\.io$/),
  processor('Dodo Payments', /^dodopayments$/, /(?:^|\.)dodopayments\.com$/),
  processor('Amazon Pay', /^@amazonpay\//, /(?:^|\.)pay-api\.amazon\.\w+$/),
  processor('Fondy', /^cloudipsp-node-js-sdk$/, /(?:^|\.)fondy\.eu$/),
];

/** Names of calls by which a processor takes money. */
export const TAKES_MONEY = /(?:^|\.)(?:checkout\.sessions\.create|checkout\.createPaymentLink|checkouts\.(?:create|custom\.create)|createCheckout|paymentIntents\.(?:create|confirm)|charges\.create|subscriptions\.create|paymentLinks\.create|invoices\.(?:create|pay)|transaction\.sale|transactions\.create|payments\.(?:create|createPayment)|paymentsApi\.createPayment|payment\.create|createPayment|orders\.(?:create|captureOrder|capture|createOrder|ordersCreate)|ordersController\.\w+|ordersCreate|OrdersCreateRequest|OrdersCaptureRequest|PaymentsApi|orders\.createOrder|hostedPage\.\w+|hosted_page\.\w+|purchases\.create|createPurchase|sessions|charge|subscription\.create)$/;

/** Numbers that processors publish for trying out, without spaces. */
export const TEST_CARDS: ReadonlySet<string> = new Set([
  '4242424242424242', '4000056655665556', '5555555555554444', '2223003122003222', '5200828282828210', '5105105105105100', '378282246310005', '371449635398431', '6011111111111117', '6011000990139424', '3056930009020004', '36227206271667', '6555900000604105', '3566002020360505', '6200000000000005',
  '4000000000000002', '4000000000009995', '4000000000000069', '4000000000000127', '4000002500003155', '4000002760003184', '4000000000003220', '4111111111111111', '4012888888881881', '4222222222222', '5431111111111111', '4012000033330026', '4032039317984658', '4005519200000004', '4009348888881881', '4500600000000061', '5454545454545454', '4917610000000000', '4988438843884305', '4166676667666746', '4646464646464644', '5500000000000004', '340000000000009', '30000000000004', '6304000000000000', '4539578763621486', '4532015112830366',
]);

/** Names of what stands on a card or its strip, in snake case. */
const NUMBER = /^(?:credit_?card|debit_?card|card|cc|payment_card)_?(?:number|num|no|pan)$|^(?:credit_?card|creditcardnumber|primary_account_number|card_pan)$/;
const CODE = /^(?:(?:card|cc|credit_?card)_?)?(?:cvv2?|cvc2?|csc|cvn|security_code|verification_code|cvv_code|cvc_code)$/;
const TRACK = /^(?:track_?[12]?_?data|track[12]|magstripe(?:_data)?|magnetic_stripe)$/;
const BESIDE = /^(?:(?:card|cc|credit_?card)_?)?(?:exp(?:iry|iration)?(?:_?(?:date|month|year|mm|yy))?|holder(?:_?name)?|card_?holder(?:_?name)?|name_on_card)$/;

/** Which of some names are card data. A number counts beside a code, an expiry or a holder, or where its name says it all; a code beside a number. */
export function cardNames(names: readonly string[], snake: (name: string) => string): string[] {
  const plain = names.map((name) => ({ name, text: snake(name) }));
  const numbers = plain.filter(({ text }) => NUMBER.test(text));
  const codes = plain.filter(({ text }) => CODE.test(text));
  const clear = plain.filter(({ text }) => TRACK.test(text) || /credit_?card_?(?:number|num|no)|primary_account|cc_number|debit_card_(?:number|no)|card_?cv[vc]/.test(text));
  const beside = plain.some(({ text }) => BESIDE.test(text));
  const paired = (numbers.length > 0 && (codes.length > 0 || beside)) || (codes.some(({ text }) => !/verification_code|security_code/.test(text)) && beside);
  return [...new Set([...clear, ...(paired ? [...numbers, ...codes] : []), ...codes.filter(({ text }) => /^(?:card_)?(?:cvv2?|cvc2?)$/.test(text))].map(({ name }) => name))];
}

/** Whether digits are a number of a card: their check digit is right (ISO/IEC 7812-1, Luhn). */
export function isLuhn(digits: string): boolean {
  if (!/^\d{12,19}$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
