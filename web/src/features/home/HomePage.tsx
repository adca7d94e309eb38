import { account } from '~/lib/session/index.ts';
import { Page } from '~/ui/index.ts';

export default function HomePage() {
  return <Page title={account.value?.fullName ?? ''}>{null}</Page>;
}
