/** The addresses this shell draws; links elsewhere leave it for the public pages or the service's own. */
export const SCOPE = /^\/(app|agent|pilotage|admin|audit)(\/|$|\?)/;

/** Where a person goes after signing in: back to the page asked for, if it is one of ours. */
export function returnAddress(query: string, fallback: string): string {
  const wanted = new URLSearchParams(query).get('suite') ?? '';
  return SCOPE.test(wanted) && !/^\/app\/(connexion|inscription)/.test(wanted) ? wanted : fallback;
}
