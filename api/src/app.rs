//! Everything a request may need, built once at start.

use std::path::Path;
use std::sync::Arc;

use crate::clock::Clock;
use crate::issuance::Seals;
use crate::metrics::Metrics;
use crate::operators::Operators;
use crate::operators::secrets::{self, SecretBox};
use crate::origin::rules::Rules;
use crate::password::Passwords;
use crate::payment::PaymentDesk;
use crate::settings::Settings;
use crate::statement::Profiles;
use crate::store::Db;
use crate::stream::Hub;
use crate::token::Tokens;
use crate::workers::Wake;

/// The running service's parts. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub settings: Arc<Settings>,
    pub db: Db,
    pub clock: Clock,
    pub passwords: Passwords,
    pub tokens: Tokens,
    /// The rules as the program carries them; what an administrator changed is read from the store at each use.
    pub rules: Rules,
    /// What seals certificates and what checks seals.
    pub seals: Arc<Seals>,
    /// Asks background work for a turn at once.
    pub wake: Wake,
    /// Tells those who listen what changed.
    pub stream: Hub,
    /// What a monitoring system reads.
    pub metrics: Metrics,
    /// Operators, their sessions and their callbacks.
    pub payments: PaymentDesk,
    /// Held while the history is checked.
    pub checking: Arc<tokio::sync::Mutex<()>>,
    /// What operators' statements look like.
    pub statements: Arc<Profiles>,
}

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    #[error("{0}")]
    Key(String),
    #[error("operators: {0}")]
    Operators(String),
    #[error("rules: {0}")]
    Rules(String),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl App {
    /// Opens the store and the keys. Nothing is served yet.
    pub fn build(settings: Settings, clock: Clock) -> Result<Self, StartError> {
        let db = Db::open(settings.database.clone())?;
        let key = token_key(&settings.data.join("keys"))?;
        let tokens = Tokens::from_pkcs8(&key).map_err(|e| StartError::Key(e.to_string()))?;
        let passwords = Passwords::new(settings.workers).map_err(|e| StartError::Key(e.to_string()))?;
        let rules = Rules::embedded().map_err(|faults| {
            StartError::Rules(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        })?;
        let seals = Seals::open(&settings.data, &settings.public_url, &rules.authority().issuer)
            .map_err(|e| StartError::Key(e.to_string()))?;
        let wake = Wake::default();
        let operators = Operators::of(settings.operators.clone()).map_err(StartError::Operators)?;
        let keeper = SecretBox::open(&settings.data.join("keys").join("payments.key")).map_err(StartError::Key)?;
        let parts = (db.clone(), clock.clone(), wake.clone(), rules.clone());
        let payments = PaymentDesk::new(parts, operators, keeper, &settings.public_url);
        let settings = Arc::new(settings);
        Ok(Self {
            settings,
            db,
            clock,
            passwords,
            tokens,
            rules,
            seals: Arc::new(seals),
            wake,
            stream: Hub::default(),
            metrics: Metrics::default(),
            payments,
            checking: Arc::default(),
            statements: Arc::new(Profiles::embedded().map_err(StartError::Rules)?),
        })
    }
}

/// The access tokens' key: made on first start, readable by its owner only.
fn token_key(folder: &Path) -> Result<Vec<u8>, StartError> {
    let fresh = || Tokens::generate_pkcs8().map_err(|e| e.to_string());
    secrets::read_or_write(&folder.join("token.pk8"), fresh).map_err(StartError::Key)
}
