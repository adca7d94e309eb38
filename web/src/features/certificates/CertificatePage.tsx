import type { Certificate, HistoryEvent } from '@api/types';
import { useState } from 'preact/hooks';
import { announce } from '~/lib/a11y/index.ts';
import { saveBlob } from '~/lib/api/files.ts';
import { certificateDocument, getCertificate, getCertificateTimeline, getSchemes } from '~/lib/api/index.ts';
import { formatDate, formatDateTime } from '~/lib/dates/index.ts';
import { countryOf, say } from '~/lib/i18n/index.ts';
import { CERTIFICATE_TONES, certificateStatus, personName } from '~/lib/labels/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatKg, formatXof } from '~/lib/money/index.ts';
import { asProblem, type Problem } from '~/lib/net/problem.ts';
import { account, isExporter } from '~/lib/session/index.ts';
import type { RouteParams } from '~/routes.ts';
import { Badge, Banner, Button, Loaded, type Moment, Page, problemText, SummaryList, Timeline } from '~/ui/index.ts';
import { CertificateSteps } from './CertificateSteps.tsx';
import { desk, fileDesk } from './desk.ts';
import { t } from './texts.ts';

type Key = Parameters<typeof t>[0];

const ACTIONS: Record<string, Key> = {
  issue: 'event.issue',
  endorse: 'event.endorse',
  revoke: 'event.revoke',
  suspend: 'event.suspend',
  reinstate: 'event.reinstate',
  cancel: 'event.cancel',
  replace: 'event.replace',
  expire: 'event.expire',
  use: 'event.use',
  begin_verification: 'event.begin_verification',
  end_verification: 'event.end_verification',
};

function momentOf(event: HistoryEvent): Moment {
  const key = ACTIONS[event.action];
  return {
    id: event.id,
    title: key ? t(key) : event.action,
    when: formatDateTime(event.at),
    instant: event.at,
    who: event.actor ? personName(event.actor) : undefined,
    children: event.reason ?? undefined,
  };
}

function Download({ number }: { number: string }) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const download = async () => {
    setPending(true);
    setProblem(undefined);
    try {
      saveBlob(await certificateDocument(number), `${number}.pdf`);
      announce(t('pdf.done'));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <Button pending={pending} pendingText={t('pdf.pending')} onClick={() => void download()}>
        {t('pdf')}
      </Button>
      {problem && (
        <Banner tone="error" live>
          <p>{problemText(problem).detail ?? problemText(problem).title}</p>
        </Banner>
      )}
    </>
  );
}

function QrText({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(t('qr.copied'));
    } catch {
      // Without the right to copy, the text below can still be selected.
      setCopied(false);
    }
  };
  return (
    <details class="more">
      <summary>{t('qr')}</summary>
      <p>{t('qr.detail')}</p>
      <p class="mono">{text}</p>
      <Button kind="secondary" small onClick={() => void copy()}>
        {t(copied ? 'qr.copied' : 'qr.copy')}
      </Button>
    </details>
  );
}

function StatusNote({ certificate }: { certificate: Certificate }) {
  if (['issued', 'endorsed', 'used'].includes(certificate.status)) return null;
  return (
    <Banner tone="warning" title={certificateStatus(certificate.status)}>
      {certificate.statusReason && <p>{certificate.statusReason}</p>}
      {certificate.statusAt && <p>{t('statusAt', { at: formatDateTime(certificate.statusAt) })}</p>}
      {certificate.replacedBy && (
        <p>
          {t('replacedBy')}{' '}
          <a class="mono" href={`${desk()}/${certificate.replacedBy}`}>
            {certificate.replacedBy}
          </a>
        </p>
      )}
      <p>{t('notValid')}</p>
    </Banner>
  );
}

function CertificateView(props: {
  certificate: Certificate;
  country: string;
  scheme: string;
  onChange: (certificate: Certificate) => void;
}) {
  const { certificate } = props;
  const events = useLoad(() => getCertificateTimeline(certificate.number), [certificate.number, certificate.status]);
  const file = fileDesk();
  const rows = [
    { key: t('scheme'), value: props.scheme },
    { key: t('destination'), value: props.country },
    { key: t('exporter'), value: certificate.exporterName },
    { key: t('issuedAt'), value: formatDate(certificate.issuedAt) },
    ...(certificate.validUntil ? [{ key: t('validUntil'), value: formatDate(certificate.validUntil) }] : []),
    { key: t('value'), value: formatXof(certificate.fobValueXof) },
    { key: t('weight'), value: formatKg(certificate.grossWeightG) },
    ...(certificate.replaces
      ? [{ key: t('replaces'), value: <a href={`${desk()}/${certificate.replaces}`}>{certificate.replaces}</a> }]
      : []),
    ...(file
      ? [{ key: t('application'), value: <a href={`${file}/${certificate.applicationId}`}>{t('application.link')}</a> }]
      : []),
    { key: t('sha256'), value: <span class="mono">{certificate.recordSha256}</span> },
  ];
  return (
    <Page
      wide
      title={certificate.number}
      caption={<Badge tone={CERTIFICATE_TONES[certificate.status]}>{certificateStatus(certificate.status)}</Badge>}
      back={{ href: desk(), label: t(isExporter(account.value?.role) ? 'list.title' : 'list.all') }}
    >
      <div class="columns">
        <div>
          <StatusNote certificate={certificate} />
          <Download number={certificate.number} />
          <CertificateSteps certificate={certificate} onChange={props.onChange} />
          <SummaryList rows={rows} />
          <section aria-labelledby="check">
            <h2 id="check">{t('check.title')}</h2>
            <p>{t('check.detail')}</p>
            <p>
              <a href={`/v/${certificate.number}`}>{t('check.link')}</a>
            </p>
            <QrText text={certificate.qrText} />
          </section>
          {certificate.allowedActions.includes('replace') && (
            <section aria-labelledby="replace">
              <h2 id="replace">{t('replace.title')}</h2>
              <p>{t('replace.detail')}</p>
              <p>
                <a href={`/app/demandes/nouvelle?remplace=${encodeURIComponent(certificate.number)}`}>
                  {t('replace.link')}
                </a>
              </p>
            </section>
          )}
        </div>
        <aside>
          <section aria-labelledby="history">
            <h2 id="history">{t('history')}</h2>
            <Loaded from={events}>
              {(items) => <Timeline moments={[...items].sort((a, b) => b.at.localeCompare(a.at)).map(momentOf)} />}
            </Loaded>
          </section>
        </aside>
      </div>
    </Page>
  );
}

export default function CertificatePage({ number = '' }: RouteParams) {
  const loaded = useLoad(() => Promise.all([getCertificate(number), getSchemes()]), [number]);
  return (
    <Loaded from={loaded} title={number}>
      {([certificate, schemes]) => (
        <CertificateView
          certificate={certificate}
          onChange={(changed) => loaded.replace([changed, schemes])}
          country={countryOf(certificate.destination)}
          scheme={say(schemes.find((item) => item.code === certificate.scheme)?.name) || certificate.scheme}
        />
      )}
    </Loaded>
  );
}
