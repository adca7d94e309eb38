import type { TreasuryAlert } from '~/lib/api/treasury.ts';
import { operatorName } from '~/lib/labels/index.ts';
import { Banner } from '~/ui/index.ts';
import { alertTitle } from './callback-model.ts';
import { t } from './texts.ts';

/** What was odd about operators' callbacks within the last hour, each with what to do about it. */
export function Alerts({ alerts }: { alerts: TreasuryAlert[] }) {
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby="alerts" class="stack">
      <h2 id="alerts">{t('alerts')}</h2>
      {alerts.map((alert) => {
        const { key, n } = alertTitle(alert);
        return (
          <Banner
            key={`${alert.kind} ${alert.operator}`}
            tone="warning"
            title={t(key, { operator: operatorName(alert.operator), n })}
          >
            <p>{t(`alert.${alert.kind}.next`)}</p>
          </Banner>
        );
      })}
    </section>
  );
}
