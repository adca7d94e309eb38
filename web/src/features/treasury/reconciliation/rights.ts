import { role } from '~/lib/session/index.ts';
import { RECONCILERS } from '~/routes.ts';

/** Whether the person takes the steps of the reconciliation, or only reads it. */
export const mayReconcile = (): boolean => role.value !== null && RECONCILERS.includes(role.value);
