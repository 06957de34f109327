import type { Location } from '../model/location';

/** Data of a card in the hands of this program. */
export interface CardData {
  /** `read`: taken from a request; `schema`: named by a schema; `argument`: of a tool; `stored`, `sent`: where it goes. */
  readonly place: 'read' | 'schema' | 'argument' | 'stored' | 'sent';
  readonly names: readonly string[];
  readonly location: Location;
  /** Table, host or tool; absent where it is not known. */
  readonly to?: string;
  /** Sent to a certified processor by its own library or address. */
  readonly certified: boolean;
  readonly anchor: string;
}

/** How payments are taken. */
export interface PaymentsFact {
  /** Calls by which a processor takes money. */
  readonly charges: readonly { readonly processor: string; readonly callee: string; readonly location: Location; readonly served: boolean }[];
  /** Processors whose library is used. */
  readonly processors: readonly { readonly name: string; readonly location: Location }[];
  readonly cards: readonly CardData[];
  /** Numbers of test cards in product code, all but the ends masked. */
  readonly testCards: readonly { readonly masked: string; readonly location: Location }[];
}
