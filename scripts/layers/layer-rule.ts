import type { IForbiddenRuleType } from 'dependency-cruiser';

/** A rule of `.dependency-cruiser.mjs`; the comment is what its offender gets to read. */
export type LayerRule = IForbiddenRuleType & { readonly name: string; readonly comment: string };
