import { getApplication } from '~/lib/api/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import type { RouteParams } from '~/routes.ts';
import { ButtonLink, Loaded, Page } from '~/ui/index.ts';
import { t } from './texts.ts';

/** Says that the application was received, what to quote, and what happens next. */
export default function ConfirmationPage({ id = '' }: RouteParams) {
  const loaded = useLoad(() => getApplication(id), [id]);
  return (
    <Loaded from={loaded} title={t('confirmation.title')}>
      {(application) => {
        const due = application.feeOrder?.status === 'unpaid' ? application.feeOrder.amountXof : null;
        return (
          <Page title={t('confirmation.title')}>
            <section class="banner banner-success confirmation">
              <p>{t('confirmation.reference')}</p>
              <p class="reference">{application.reference}</p>
            </section>
            <h2>{t('confirmation.next')}</h2>
            <ol>
              {due !== null && <li>{t('confirmation.pay', { amount: formatXof(due) })}</li>}
              <li>{t('confirmation.examined')}</li>
              <li>{t('confirmation.corrected')}</li>
              <li>{t('confirmation.signed')}</li>
            </ol>
            <div class="row">
              {due !== null && (
                <ButtonLink href={`/app/demandes/${id}/paiement`}>
                  {t('confirmation.payNow', { amount: formatXof(due) })}
                </ButtonLink>
              )}
              <a href={`/app/demandes/${id}`}>{t('confirmation.follow')}</a>
            </div>
          </Page>
        );
      }}
    </Loaded>
  );
}
