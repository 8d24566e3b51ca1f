/** A reference between tables that a policy or an option declares. */

/**
 * Columns that refer to columns of another table, or of the same one: `database.table.column`, or a list
 * of those, in the same order on both sides. Names as in the columns of a policy of masks, without
 * stars.
 *
 * @example `{ from: 'shop.orders.customer_id', to: 'shop.customers.id' }`
 */
export interface DeclaredRelation {
  readonly from: string | readonly string[];
  readonly to: string | readonly string[];
}
