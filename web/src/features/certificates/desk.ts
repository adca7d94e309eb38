import { account, isExporter } from '~/lib/session/index.ts';
import { DESK } from '~/routes.ts';

/** Where this person's list of certificates is: the firm's own, or the agency's and customs' of every firm. */
export function desk(): string {
  return isExporter(account.value?.role) ? '/app/certificats' : '/agent/certificats';
}

/** Where this person reads the application behind a certificate; customs reads none. */
export function fileDesk(): string | undefined {
  const role = account.value?.role;
  if (isExporter(role)) return '/app/demandes';
  return role && DESK.includes(role) ? '/agent/demandes' : undefined;
}
