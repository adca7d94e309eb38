import { account, isExporter } from '~/lib/session/index.ts';

/** Where this person's list of certificates is: the firm's own, or the agency's and customs' of every firm. */
export function desk(): string {
  return isExporter(account.value?.role) ? '/app/certificats' : '/agent/certificats';
}
