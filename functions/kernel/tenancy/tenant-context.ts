declare const tenantBrand: unique symbol;

/**
 * Proof that the caller acts for this tenant. Every partition key is built from one, so nothing can be read or
 * written without it. Only authentication and the global look-ups make one (`tenantContext`).
 */
export interface TenantContext {
  readonly [tenantBrand]: true;
  /** `ten_…` */
  readonly tenantId: string;
  /** Five characters that end every resource id of this tenant. */
  readonly tag: string;
  /** True when the program's issuer is the sandbox twin: the tenant then has its own clock. */
  readonly sandbox: boolean;
}

/** Makes the context of an authenticated tenant. Call it only where the tenant was proved. */
export const tenantContext = (tenant: { tenantId: string; tag: string; sandbox: boolean }): TenantContext =>
  // The brand exists only in types; this is the one place that grants it.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  Object.freeze({ tenantId: tenant.tenantId, tag: tenant.tag, sandbox: tenant.sandbox }) as TenantContext;
