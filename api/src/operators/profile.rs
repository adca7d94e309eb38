//! Operator profiles: where an account lives and with which secrets, read from the environment or from files.
//!
//! In the demo every operator is the simulator's. In production an operator is off until it is switched on, and a host that can only
//! be a simulator is refused.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use reqwest::Url;

use super::client::PATIENCE;
use super::secrets::{self, Secret};
use crate::text_enum;

text_enum! {
    /// Which world an account belongs to. They never mix.
    pub enum Environment {
        /// The simulator of `tests/`.
        Simulator = "simulator",
        /// The operator's own test system, with play money.
        Sandbox = "sandbox",
        /// Real money.
        Production = "production",
    }
}

/// The simulator's addresses and secrets: known to everyone, so worth nothing, and refused in production.
pub mod simulated {
    /// Where the simulator listens unless told otherwise.
    pub const URL: &str = "http://127.0.0.1:8090";
    pub const ORANGE_CLIENT_ID: &str = "simulated-client";
    pub const ORANGE_CLIENT_SECRET: &str = "simulated-client-secret";
    pub const ORANGE_MERCHANT_KEY: &str = "simulated-merchant-key";
    pub const ORANGE_SLUG: &str = "simulated-orange-money-address";
    pub const WAVE_API_KEY: &str = "wave_ml_prod_simulated";
    pub const WAVE_SIGNING_SECRET: &str = "wave_ml_WHS_simulated";
    pub const WAVE_SLUG: &str = "simulated-wave-address";
    pub const PAY_DUNYA_MASTER_KEY: &str = "simulated-master-key";
    pub const PAY_DUNYA_PRIVATE_KEY: &str = "simulated-private-key";
    pub const PAY_DUNYA_TOKEN: &str = "simulated-token";
    pub const PAY_DUNYA_SLUG: &str = "simulated-pay-dunya-address";
    pub const MTN_API_USER: &str = "simulated-api-user";
    pub const MTN_API_KEY: &str = "simulated-api-key";
    pub const MTN_SUBSCRIPTION_KEY: &str = "simulated-subscription-key";
    pub const MTN_TARGET: &str = "simulated";
    pub const MTN_SLUG: &str = "simulated-mtn-momo-address";
    pub const GSMA_API_KEY: &str = "simulated-gsma-key";
    pub const GSMA_ORGANISATION: &str = "APEX-MALI-DEMO";
    pub const GSMA_SLUG: &str = "simulated-gsma-address";
    pub const CINET_PAY_API_KEY: &str = "simulated-cinetpay-key";
    pub const CINET_PAY_SITE_ID: &str = "445160";
    pub const CINET_PAY_SECRET_KEY: &str = "simulated-cinetpay-secret";
    pub const CINET_PAY_SLUG: &str = "simulated-cinet-pay-address";
}

/// Which pages a payer may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerPages {
    scheme: &'static str,
    /// Host with its port, if any; a leading dot admits the hosts below.
    authorities: Vec<String>,
}

impl PayerPages {
    fn https(hosts: &[&str]) -> Self {
        Self { scheme: "https", authorities: hosts.iter().map(|host| (*host).to_owned()).collect() }
    }

    fn at(base_url: &str) -> Self {
        let authority = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
        Self { scheme: "http", authorities: vec![authority.to_owned()] }
    }

    /// Whether the operator may send a payer there.
    #[must_use]
    pub fn allow(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else {
            return false;
        };
        let Some(host) = url.host_str() else {
            return false;
        };
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let is_plain = url.username().is_empty() && url.password().is_none();
        is_plain
            && url.scheme() == self.scheme
            && self
                .authorities
                .iter()
                .any(|known| authority == *known || (known.starts_with('.') && authority.ends_with(known.as_str())))
    }
}

/// Where an account lives and how it is treated: what every operator's profile has.
#[derive(Clone, Debug)]
pub struct Account {
    pub environment: Environment,
    /// Scheme and authority, and a path where the operator has one, without a slash at the end.
    pub base_url: String,
    /// Last part of the callback address.
    pub slug: Secret,
    /// Which pages a payer may be sent to.
    pub pages: PayerPages,
    /// How long the operator may take over an answer.
    pub patience: Duration,
    /// How many questions a second the operator is asked at most.
    pub questions_a_second: u32,
}

impl Account {
    fn simulated(url: &str, slug: &str) -> Self {
        Self {
            environment: Environment::Simulator,
            base_url: url.to_owned(),
            slug: Secret::new(slug),
            pages: PayerPages::at(url),
            patience: PATIENCE,
            questions_a_second: SIMULATOR_PACE,
        }
    }
}

/// No operator publishes how often it may be asked; this is little for any of them.
const OPERATOR_PACE: u32 = 2;
/// The simulator is ours.
const SIMULATOR_PACE: u32 = 1_000;

/// An Orange Money Web Payment account.
#[derive(Clone, Debug)]
pub struct OrangeMoneyProfile {
    pub account: Account,
    pub client_id: Secret,
    pub client_secret: Secret,
    pub merchant_key: Secret,
}

impl OrangeMoneyProfile {
    /// The account the simulator at `url` knows.
    #[must_use]
    pub fn simulated(url: &str) -> Self {
        Self {
            account: Account::simulated(url, simulated::ORANGE_SLUG),
            client_id: Secret::new(simulated::ORANGE_CLIENT_ID),
            client_secret: Secret::new(simulated::ORANGE_CLIENT_SECRET),
            merchant_key: Secret::new(simulated::ORANGE_MERCHANT_KEY),
        }
    }
}

/// How Wave proves that a callback is its own: chosen when the address is registered with it.
#[derive(Clone, Debug)]
pub enum CallbackSecret {
    /// A signature over time and body.
    Signing(Secret),
    /// The secret itself, as a bearer token.
    Shared(Secret),
}

/// A Wave Business account.
#[derive(Clone, Debug)]
pub struct WaveProfile {
    pub account: Account,
    pub api_key: Secret,
    /// Signs our requests, where the account demands it.
    pub request_secret: Option<Secret>,
    /// The secrets in force: two while one replaces the other.
    pub callback_secrets: Vec<CallbackSecret>,
}

impl WaveProfile {
    /// The account the simulator at `url` knows.
    #[must_use]
    pub fn simulated(url: &str) -> Self {
        Self {
            account: Account::simulated(url, simulated::WAVE_SLUG),
            api_key: Secret::new(simulated::WAVE_API_KEY),
            request_secret: None,
            callback_secrets: vec![CallbackSecret::Signing(Secret::new(simulated::WAVE_SIGNING_SECRET))],
        }
    }
}

/// A PayDunya account.
#[derive(Clone, Debug)]
pub struct PayDunyaProfile {
    pub account: Account,
    pub master_key: Secret,
    pub private_key: Secret,
    pub token: Secret,
    /// What the payer reads as the shop's name.
    pub store_name: String,
    /// The address the operator wants beside a payer's number; the agency's own, for payers' addresses are none of its business.
    pub contact_email: String,
}

impl PayDunyaProfile {
    /// The account the simulator at `url` knows.
    #[must_use]
    pub fn simulated(url: &str) -> Self {
        Self {
            account: Account::simulated(url, simulated::PAY_DUNYA_SLUG),
            master_key: Secret::new(simulated::PAY_DUNYA_MASTER_KEY),
            private_key: Secret::new(simulated::PAY_DUNYA_PRIVATE_KEY),
            token: Secret::new(simulated::PAY_DUNYA_TOKEN),
            store_name: "APEX-Mali".to_owned(),
            contact_email: "paiements@example.ml".to_owned(),
        }
    }
}

/// An MTN MoMo Collection account.
#[derive(Clone, Debug)]
pub struct MtnMomoProfile {
    pub account: Account,
    pub api_user: Secret,
    pub api_key: Secret,
    pub subscription_key: Secret,
    /// The country's environment, as `X-Target-Environment` names it.
    pub target_environment: String,
}

impl MtnMomoProfile {
    /// The account the simulator at `url` knows.
    #[must_use]
    pub fn simulated(url: &str) -> Self {
        Self {
            account: Account::simulated(url, simulated::MTN_SLUG),
            api_user: Secret::new(simulated::MTN_API_USER),
            api_key: Secret::new(simulated::MTN_API_KEY),
            subscription_key: Secret::new(simulated::MTN_SUBSCRIPTION_KEY),
            target_environment: simulated::MTN_TARGET.to_owned(),
        }
    }
}

/// An account with an operator that has the GSMA's Mobile Money interface.
#[derive(Clone, Debug)]
pub struct GsmaProfile {
    pub account: Account,
    pub api_key: Secret,
    /// Who receives the money, as the operator knows the agency.
    pub organisation: String,
}

impl GsmaProfile {
    /// The account the simulator at `url` knows.
    #[must_use]
    pub fn simulated(url: &str) -> Self {
        Self {
            account: Account::simulated(url, simulated::GSMA_SLUG),
            api_key: Secret::new(simulated::GSMA_API_KEY),
            organisation: simulated::GSMA_ORGANISATION.to_owned(),
        }
    }
}

/// A CinetPay account.
#[derive(Clone, Debug)]
pub struct CinetPayProfile {
    pub account: Account,
    pub api_key: Secret,
    pub site_id: String,
    /// The secrets that sign callbacks: two while one replaces the other.
    pub secret_keys: Vec<Secret>,
}

impl CinetPayProfile {
    /// The account the simulator at `url` knows.
    #[must_use]
    pub fn simulated(url: &str) -> Self {
        Self {
            account: Account::simulated(url, simulated::CINET_PAY_SLUG),
            api_key: Secret::new(simulated::CINET_PAY_API_KEY),
            site_id: simulated::CINET_PAY_SITE_ID.to_owned(),
            secret_keys: vec![Secret::new(simulated::CINET_PAY_SECRET_KEY)],
        }
    }
}

/// The accounts that are switched on.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    pub orange_money: Option<OrangeMoneyProfile>,
    pub wave: Option<WaveProfile>,
    pub pay_dunya: Option<PayDunyaProfile>,
    pub mtn_momo: Option<MtnMomoProfile>,
    pub gsma: Option<GsmaProfile>,
    pub cinet_pay: Option<CinetPayProfile>,
}

/// Looks a setting up by name.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Profiles {
    /// Every account at the simulator at `url`.
    #[must_use]
    pub fn simulated(url: &str) -> Self {
        Self {
            orange_money: Some(OrangeMoneyProfile::simulated(url)),
            wave: Some(WaveProfile::simulated(url)),
            pay_dunya: Some(PayDunyaProfile::simulated(url)),
            mtn_momo: Some(MtnMomoProfile::simulated(url)),
            gsma: Some(GsmaProfile::simulated(url)),
            cinet_pay: Some(CinetPayProfile::simulated(url)),
        }
    }

    /// What is common to the accounts that are switched on, to be changed for all of them.
    pub fn accounts_mut(&mut self) -> impl Iterator<Item = &mut Account> {
        let Self { orange_money, wave, pay_dunya, mtn_momo, gsma, cinet_pay } = self;
        let accounts = [
            orange_money.as_mut().map(|profile| &mut profile.account),
            wave.as_mut().map(|profile| &mut profile.account),
            pay_dunya.as_mut().map(|profile| &mut profile.account),
            mtn_momo.as_mut().map(|profile| &mut profile.account),
            gsma.as_mut().map(|profile| &mut profile.account),
            cinet_pay.as_mut().map(|profile| &mut profile.account),
        ];
        accounts.into_iter().flatten()
    }

    /// The accounts of a demonstration: the simulator's, at `BOYORO_OPERATORS_URL`, whose pages a payer's browser finds at
    /// `BOYORO_OPERATORS_PUBLIC_URL` when that is another address.
    ///
    /// # Errors
    /// A sentence for whoever starts the program, when that address is not this machine's.
    pub fn of_demo(lookup: Lookup<'_>) -> Result<Self, String> {
        let url = lookup("BOYORO_OPERATORS_URL").unwrap_or_else(|| simulated::URL.to_owned());
        let url = url.trim_end_matches('/');
        match Url::parse(url) {
            Ok(parsed) if parsed.scheme() == "http" && is_simulator_host(&parsed) => {}
            _ => {
                return Err(
                    "BOYORO_OPERATORS_URL must be an http address on this machine or its private network".to_owned()
                );
            }
        }
        let mut profiles = Self::simulated(url);
        if let Some(public_url) = lookup("BOYORO_OPERATORS_PUBLIC_URL") {
            let pages = PayerPages::at(public_url.trim_end_matches('/'));
            for account in profiles.accounts_mut() {
                account.pages = pages.clone();
            }
        }
        Ok(profiles)
    }

    /// The accounts of a production service. Each is off unless its own setting, such as `BOYORO_ORANGE_MONEY`, is `production`; every
    /// secret `X` may be given in the file named by `X_FILE`. An address slug that is not given is made once and kept in `keys`.
    ///
    /// # Errors
    /// A sentence for whoever starts the program, naming the setting that is missing or refused.
    pub fn of_production(lookup: Lookup<'_>, keys: &Path) -> Result<Self, String> {
        let settings = Source { lookup, keys };
        let orange_money = settings.is_on("BOYORO_ORANGE_MONEY")?.then(|| settings.orange_money()).transpose()?;
        let wave = settings.is_on("BOYORO_WAVE")?.then(|| settings.wave()).transpose()?;
        let pay_dunya = settings.is_on("BOYORO_PAY_DUNYA")?.then(|| settings.pay_dunya()).transpose()?;
        let mtn_momo = settings.is_on("BOYORO_MTN_MOMO")?.then(|| settings.mtn_momo()).transpose()?;
        let gsma = settings.is_on("BOYORO_GSMA")?.then(|| settings.gsma()).transpose()?;
        let cinet_pay = settings.is_on("BOYORO_CINET_PAY")?.then(|| settings.cinet_pay()).transpose()?;
        Ok(Self { orange_money, wave, pay_dunya, mtn_momo, gsma, cinet_pay })
    }
}

struct Source<'a> {
    lookup: Lookup<'a>,
    keys: &'a Path,
}

impl Source<'_> {
    fn is_on(&self, name: &str) -> Result<bool, String> {
        match (self.lookup)(name).as_deref() {
            None | Some("off" | "") => Ok(false),
            Some("production") => Ok(true),
            Some(_) => {
                Err(format!("{name} must be \"off\" or \"production\": no simulated or test operator in production"))
            }
        }
    }

    fn optional(&self, name: &str) -> Result<Option<Secret>, String> {
        let value = match ((self.lookup)(name), (self.lookup)(&format!("{name}_FILE"))) {
            (Some(_), Some(_)) => return Err(format!("give {name} or {name}_FILE, not both")),
            (value, None) => value,
            (None, Some(file)) => {
                let text = std::fs::read_to_string(&file).map_err(|error| format!("{name}_FILE: {error}"))?;
                Some(text.trim().to_owned())
            }
        };
        let value = value.filter(|text| !text.is_empty());
        if value.as_deref().is_some_and(|text| text.contains("simulated")) {
            return Err(format!("{name} is a secret of the simulator, which everyone knows"));
        }
        Ok(value.map(Secret::new))
    }

    fn required(&self, name: &str) -> Result<Secret, String> {
        self.optional(name)?.ok_or_else(|| format!("{name} or {name}_FILE is missing"))
    }

    fn slug(&self, name: &str, file: &str) -> Result<Secret, String> {
        let slug = match self.optional(name)? {
            Some(slug) => slug,
            None => Secret::new(secrets::read_or_make(&self.keys.join(file))?.trim()),
        };
        let text = slug.expose();
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if is_plain && (32..=64).contains(&text.len()) {
            Ok(slug)
        } else {
            Err(format!("{name} must be 32 to 64 letters, digits, '-' or '_'"))
        }
    }

    fn base_url(&self, name: &str, official: &str) -> Result<String, String> {
        let text = (self.lookup)(name).unwrap_or_else(|| official.to_owned());
        let url = Url::parse(&text).map_err(|_| format!("{name} is not an address"))?;
        if url.scheme() != "https" || is_simulator_host(&url) {
            return Err(format!("{name} must be a public https address: a simulator is refused in production"));
        }
        Ok(text.trim_end_matches('/').to_owned())
    }

    /// The account of the operator whose settings begin with `prefix`, at its official address unless `prefix_URL` says otherwise.
    fn account(&self, prefix: &str, official: &str, pages: PayerPages) -> Result<Account, String> {
        let file = format!("callback-{}", prefix.trim_start_matches("BOYORO_").to_ascii_lowercase());
        Ok(Account {
            environment: Environment::Production,
            base_url: self.base_url(&format!("{prefix}_URL"), official)?,
            slug: self.slug(&format!("{prefix}_SLUG"), &file)?,
            pages,
            patience: PATIENCE,
            questions_a_second: OPERATOR_PACE,
        })
    }

    /// A setting that is no secret and must be given.
    fn word(&self, name: &str) -> Result<String, String> {
        (self.lookup)(name).filter(|text| !text.is_empty()).ok_or_else(|| format!("{name} is missing"))
    }

    fn orange_money(&self) -> Result<OrangeMoneyProfile, String> {
        let pages = PayerPages::https(&[".orange-money.com"]);
        Ok(OrangeMoneyProfile {
            account: self.account("BOYORO_ORANGE_MONEY", "https://api.orange.com", pages)?,
            client_id: self.required("BOYORO_ORANGE_MONEY_CLIENT_ID")?,
            client_secret: self.required("BOYORO_ORANGE_MONEY_CLIENT_SECRET")?,
            merchant_key: self.required("BOYORO_ORANGE_MONEY_MERCHANT_KEY")?,
        })
    }

    fn wave(&self) -> Result<WaveProfile, String> {
        let mut callback_secrets = Vec::new();
        for name in ["BOYORO_WAVE_SIGNING_SECRET", "BOYORO_WAVE_SIGNING_SECRET_NEXT"] {
            callback_secrets.extend(self.optional(name)?.map(CallbackSecret::Signing));
        }
        callback_secrets.extend(self.optional("BOYORO_WAVE_SHARED_SECRET")?.map(CallbackSecret::Shared));
        if callback_secrets.is_empty() {
            return Err("BOYORO_WAVE_SIGNING_SECRET or BOYORO_WAVE_SHARED_SECRET is missing".to_owned());
        }
        Ok(WaveProfile {
            account: self.account("BOYORO_WAVE", "https://api.wave.com", PayerPages::https(&["pay.wave.com"]))?,
            api_key: self.required("BOYORO_WAVE_API_KEY")?,
            request_secret: self.optional("BOYORO_WAVE_REQUEST_SECRET")?,
            callback_secrets,
        })
    }

    fn pay_dunya(&self) -> Result<PayDunyaProfile, String> {
        let pages = PayerPages::https(&["paydunya.com", ".paydunya.com"]);
        Ok(PayDunyaProfile {
            account: self.account("BOYORO_PAY_DUNYA", "https://app.paydunya.com", pages)?,
            master_key: self.required("BOYORO_PAY_DUNYA_MASTER_KEY")?,
            private_key: self.required("BOYORO_PAY_DUNYA_PRIVATE_KEY")?,
            token: self.required("BOYORO_PAY_DUNYA_TOKEN")?,
            store_name: self.word("BOYORO_PAY_DUNYA_STORE_NAME")?,
            contact_email: self.word("BOYORO_PAY_DUNYA_CONTACT_EMAIL")?,
        })
    }

    fn mtn_momo(&self) -> Result<MtnMomoProfile, String> {
        Ok(MtnMomoProfile {
            // Each country has its own address; MTN names it in the contract.
            account: self.account("BOYORO_MTN_MOMO", "https://proxy.momoapi.mtn.com", PayerPages::https(&[]))?,
            api_user: self.required("BOYORO_MTN_MOMO_API_USER")?,
            api_key: self.required("BOYORO_MTN_MOMO_API_KEY")?,
            subscription_key: self.required("BOYORO_MTN_MOMO_SUBSCRIPTION_KEY")?,
            target_environment: self.word("BOYORO_MTN_MOMO_TARGET_ENVIRONMENT")?,
        })
    }

    fn gsma(&self) -> Result<GsmaProfile, String> {
        // The interface has no address of its own: the operator's must be given.
        let address = self.word("BOYORO_GSMA_URL")?;
        Ok(GsmaProfile {
            account: self.account("BOYORO_GSMA", &address, PayerPages::https(&[]))?,
            api_key: self.required("BOYORO_GSMA_API_KEY")?,
            organisation: self.word("BOYORO_GSMA_ORGANISATION")?,
        })
    }

    fn cinet_pay(&self) -> Result<CinetPayProfile, String> {
        let pages = PayerPages::https(&["cinetpay.com", ".cinetpay.com"]);
        let mut secret_keys = vec![self.required("BOYORO_CINET_PAY_SECRET_KEY")?];
        secret_keys.extend(self.optional("BOYORO_CINET_PAY_SECRET_KEY_NEXT")?);
        Ok(CinetPayProfile {
            account: self.account("BOYORO_CINET_PAY", "https://api-checkout.cinetpay.com", pages)?,
            api_key: self.required("BOYORO_CINET_PAY_API_KEY")?,
            site_id: self.word("BOYORO_CINET_PAY_SITE_ID")?,
            secret_keys,
        })
    }
}

/// True for a host no operator can have: this machine, a private network, a bare address or name.
fn is_simulator_host(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return true;
    };
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    if host.parse::<IpAddr>().is_ok() {
        return true;
    }
    let local_ending = [".localhost", ".local", ".internal", ".test", ".example", ".invalid"];
    !host.contains('.') || local_ending.iter().any(|ending| host.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn production(settings: &[(&str, &str)]) -> Result<Profiles, String> {
        let folder = tempfile::tempdir().unwrap();
        let known: HashMap<&str, &str> = settings.iter().copied().collect();
        Profiles::of_production(&|name| known.get(name).map(|value| (*value).to_owned()), folder.path())
    }

    const ORANGE: [(&str, &str); 4] = [
        ("BOYORO_ORANGE_MONEY", "production"),
        ("BOYORO_ORANGE_MONEY_CLIENT_ID", "id"),
        ("BOYORO_ORANGE_MONEY_CLIENT_SECRET", "secret"),
        ("BOYORO_ORANGE_MONEY_MERCHANT_KEY", "key"),
    ];

    #[test]
    fn production_starts_with_every_operator_off() {
        let profiles = production(&[]).unwrap();
        let mut profiles = profiles;
        assert_eq!(profiles.accounts_mut().count(), 0);
    }

    #[test]
    fn a_complete_account_is_taken_with_a_fresh_address() {
        let profile = production(&ORANGE).unwrap().orange_money.unwrap();
        assert_eq!(profile.account.base_url, "https://api.orange.com");
        assert_eq!(profile.account.slug.expose().len(), 43);
        let longest = format!(
            "https://certificats.apexmali.gouv.ml/payment-callbacks/orange_money/{}",
            profile.account.slug.expose()
        );
        assert!(longest.len() <= super::super::LONGEST_URL);
    }

    #[test]
    fn each_operator_names_what_it_misses_and_is_taken_when_complete() {
        let accounts: [&[(&str, &str)]; 5] = [
            &[("BOYORO_WAVE", "production"), ("BOYORO_WAVE_API_KEY", "k"), ("BOYORO_WAVE_SIGNING_SECRET", "s")],
            &[
                ("BOYORO_PAY_DUNYA", "production"),
                ("BOYORO_PAY_DUNYA_MASTER_KEY", "m"),
                ("BOYORO_PAY_DUNYA_PRIVATE_KEY", "p"),
                ("BOYORO_PAY_DUNYA_TOKEN", "t"),
                ("BOYORO_PAY_DUNYA_STORE_NAME", "APEX-Mali"),
                ("BOYORO_PAY_DUNYA_CONTACT_EMAIL", "paiements@example.ml"),
            ],
            &[
                ("BOYORO_MTN_MOMO", "production"),
                ("BOYORO_MTN_MOMO_API_USER", "u"),
                ("BOYORO_MTN_MOMO_API_KEY", "k"),
                ("BOYORO_MTN_MOMO_SUBSCRIPTION_KEY", "s"),
                ("BOYORO_MTN_MOMO_TARGET_ENVIRONMENT", "mtnivorycoast"),
            ],
            &[
                ("BOYORO_GSMA", "production"),
                ("BOYORO_GSMA_URL", "https://api.operator.ml/mm"),
                ("BOYORO_GSMA_API_KEY", "k"),
                ("BOYORO_GSMA_ORGANISATION", "APEX"),
            ],
            &[
                ("BOYORO_CINET_PAY", "production"),
                ("BOYORO_CINET_PAY_API_KEY", "k"),
                ("BOYORO_CINET_PAY_SITE_ID", "1"),
                ("BOYORO_CINET_PAY_SECRET_KEY", "s"),
            ],
        ];
        for settings in accounts {
            let mut profiles = production(settings).unwrap();
            let account = profiles.accounts_mut().next().unwrap();
            assert_eq!((account.environment, account.questions_a_second), (Environment::Production, OPERATOR_PACE));
            for missing in 1..settings.len() {
                let rest: Vec<_> =
                    settings.iter().enumerate().filter(|(n, _)| *n != missing).map(|(_, pair)| *pair).collect();
                assert!(production(&rest).unwrap_err().contains("is missing"), "{:?}", settings[missing]);
            }
        }
    }

    #[test]
    fn production_refuses_simulators_and_default_secrets() {
        for url in [
            "http://api.orange.com",
            "https://localhost:8090",
            "https://127.0.0.1",
            "https://127.1",
            "https://[::1]:8090",
            "https://10.0.0.5",
            "https://simulator",
            "https://orange.localhost.",
            "https://orange.local",
            "nonsense",
        ] {
            let settings = [ORANGE.as_slice(), &[("BOYORO_ORANGE_MONEY_URL", url)]].concat();
            assert!(production(&settings).is_err(), "{url}");
        }
        for (name, value) in [
            ("BOYORO_ORANGE_MONEY", "simulator"),
            ("BOYORO_ORANGE_MONEY", "sandbox"),
            ("BOYORO_ORANGE_MONEY_MERCHANT_KEY", simulated::ORANGE_MERCHANT_KEY),
            ("BOYORO_ORANGE_MONEY_SLUG", "short"),
            ("BOYORO_ORANGE_MONEY_SLUG", "../../../../../../../../../../../../etc"),
        ] {
            let settings: Vec<_> =
                ORANGE.into_iter().filter(|(known, _)| *known != name).chain([(name, value)]).collect();
            assert!(production(&settings).is_err(), "{name}={value}");
        }
        assert!(production(&ORANGE[..3]).unwrap_err().contains("MERCHANT_KEY"));
    }

    #[test]
    fn the_demo_refuses_a_real_operator() {
        let at = |url: &str| Profiles::of_demo(&|name| (name == "BOYORO_OPERATORS_URL").then(|| url.to_owned()));
        assert!(at("http://127.0.0.1:8090").is_ok() && at("http://simulator:8090/").is_ok());
        assert!(at("https://api.orange.com").is_err() && at("http://api.wave.com").is_err());
    }

    #[test]
    fn a_payer_is_sent_to_the_operator_s_own_pages_only() {
        let orange = PayerPages::https(&[".orange-money.com"]);
        assert!(orange.allow("https://webpayment.orange-money.com/payment/pay_token/v1"));
        let wave = PayerPages::https(&["pay.wave.com"]);
        assert!(wave.allow("https://pay.wave.com/c/cos-demo01?a=1500&c=XOF"));
        for url in [
            "http://pay.wave.com/c/1",
            "https://pay.wave.com.evil.example/c/1",
            "https://evil.example/https://pay.wave.com/",
            "https://pay.wave.com@evil.example/",
            "https://user@pay.wave.com/",
            "https://pay.wave.com:8443/",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!wave.allow(url), "{url}");
        }
        assert!(
            !orange.allow("https://evilorange-money.com/") && !orange.allow("https://orange-money.com.evil.example/")
        );
        assert!(PayerPages::at("http://127.0.0.1:8090").allow("http://127.0.0.1:8090/pay/x"));
        assert!(!PayerPages::at("http://127.0.0.1:8090").allow("http://127.0.0.1:8091/pay/x"));
    }
}
