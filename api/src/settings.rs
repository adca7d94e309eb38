//! What the surroundings decide: environment variables, refused with a clear message when wrong.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::identity::Role;
use crate::operators::profile::Profiles;
use crate::statement::OldWorkbooks;
use crate::store::Target;
use crate::text_enum;

text_enum! {
    /// What the process is for. `production` refuses demo accounts, simulated operators and default secrets.
    pub enum Profile { Demo = "demo", Production = "production" }
}

/// Every setting, parsed. README.md documents each one.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `DATABASE_URL`
    pub database: Target,
    /// `BOYORO_DATA`: keys, documents, log.
    pub data: PathBuf,
    /// `BOYORO_LISTEN`
    pub listen: SocketAddr,
    /// `BOYORO_METRICS_LISTEN`: Prometheus' own address; none when empty.
    pub metrics_listen: Option<SocketAddr>,
    /// `BOYORO_PUBLIC_URL`: what the outside world calls us; printed in QR codes and callback addresses.
    pub public_url: String,
    /// `BOYORO_PROFILE`
    pub profile: Profile,
    /// `BOYORO_WEB`: the built single-page app.
    pub web: PathBuf,
    /// `BOYORO_OPERATORS_URL` (demo: where the simulator is) or `BOYORO_ORANGE_MONEY…` and `BOYORO_WAVE…` (production).
    pub operators: Profiles,
    /// `BOYORO_WORKERS`: threads that answer requests.
    pub workers: usize,
    /// `BOYORO_BEHIND_PROXY`: a proxy of ours stands in front and writes the client's address into `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Who reads old workbooks: this program, in a process of its own.
    pub old_workbooks: OldWorkbooks,
}

/// Every setting that is wrong, told at once.
#[derive(Debug, thiserror::Error)]
#[error("settings are wrong:\n  {}", .0.join("\n  "))]
pub struct WrongSettings(pub Vec<String>);

impl Settings {
    /// Reads the process's environment.
    pub fn from_environment() -> Result<Self, WrongSettings> {
        Self::from_lookup(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
    }

    /// Whether somebody with this role has to have a second factor: people of the agency and of customs, except in a demonstration,
    /// whose passwords everybody knows.
    #[must_use]
    pub fn demands_second_factor(&self, role: Role) -> bool {
        self.profile == Profile::Production && role.is_staff()
    }

    /// Reads settings from any source of named values.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, WrongSettings> {
        let mut wrong = Vec::new();
        let text = |name: &str, default: &str| lookup(name).unwrap_or_else(|| default.to_owned());
        // The address may hold a password, so what was given is not repeated.
        let database = text("DATABASE_URL", "sqlite://data/boyoro.db").parse().map_err(|fault| wrong.push(fault)).ok();
        let listen = parsed(&text("BOYORO_LISTEN", "127.0.0.1:8080"), "BOYORO_LISTEN", &mut wrong);
        let metrics_listen =
            lookup("BOYORO_METRICS_LISTEN").and_then(|v| parsed(&v, "BOYORO_METRICS_LISTEN", &mut wrong));
        let profile = parsed(&text("BOYORO_PROFILE", "production"), "BOYORO_PROFILE", &mut wrong);
        let behind_proxy = parsed(&text("BOYORO_BEHIND_PROXY", "false"), "BOYORO_BEHIND_PROXY", &mut wrong);
        let workers = parsed(&text("BOYORO_WORKERS", "2"), "BOYORO_WORKERS", &mut wrong);
        if workers == Some(0) {
            wrong.push("BOYORO_WORKERS must be at least 1: nobody would answer requests".into());
        }
        let public_url = text("BOYORO_PUBLIC_URL", "http://localhost:8080").trim_end_matches('/').to_owned();
        let simulator_url = lookup("BOYORO_OPERATORS_URL");
        if !public_url.starts_with("http://") && !public_url.starts_with("https://") {
            wrong.push("BOYORO_PUBLIC_URL must start with https:// (or http:// on one's own machine)".into());
        }
        if profile == Some(Profile::Production) {
            refuse_toys(&public_url, simulator_url.as_deref(), lookup("BOYORO_PUBLIC_URL").is_some(), &mut wrong);
        }
        let data = PathBuf::from(text("BOYORO_DATA", "data"));
        let operators = profile.and_then(|profile| {
            let profiles = match profile {
                Profile::Demo => Profiles::of_demo(&lookup),
                Profile::Production => Profiles::of_production(&lookup, &data.join("keys")),
            };
            profiles.map_err(|fault| wrong.push(fault)).ok()
        });
        match (database, listen, profile, workers, behind_proxy) {
            (Some(database), Some(listen), Some(profile), Some(workers), Some(behind_proxy)) if wrong.is_empty() => {
                Ok(Self {
                    database,
                    data,
                    listen,
                    metrics_listen,
                    public_url,
                    profile,
                    web: PathBuf::from(text("BOYORO_WEB", "web/dist")),
                    operators: operators.unwrap_or_default(),
                    workers,
                    behind_proxy,
                    old_workbooks: OldWorkbooks::Apart(std::env::current_exe().unwrap_or_else(|_| "boyoro".into())),
                })
            }
            _ => Err(WrongSettings(wrong)),
        }
    }
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(value: &str, name: &str, wrong: &mut Vec<String>) -> Option<T> {
    value.parse().map_err(|e| wrong.push(format!("{name}={value}: {e}"))).ok()
}

/// What a demonstration may do and an agency may not.
fn refuse_toys(public_url: &str, simulator: Option<&str>, public_url_given: bool, wrong: &mut Vec<String>) {
    if simulator.is_some() {
        wrong.push("BOYORO_OPERATORS_URL names a simulator, which production refuses".into());
    }
    if !public_url_given || !public_url.starts_with("https://") {
        wrong.push("BOYORO_PUBLIC_URL must be the service's https:// address in production".into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> Result<Settings, WrongSettings> {
        Settings::from_lookup(|name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn production_refuses_a_simulator_and_an_insecure_address() {
        let refused = settings(&[("BOYORO_OPERATORS_URL", "http://127.0.0.1:8090")]).unwrap_err();
        assert_eq!(refused.0.len(), 2, "{refused}");
    }

    #[test]
    fn a_refused_address_of_the_store_is_not_repeated() {
        let demo = ("BOYORO_PROFILE", "demo");
        let refused = settings(&[demo, ("DATABASE_URL", "postgre://boyoro:hunter2@h/d")]).unwrap_err();
        assert_eq!(refused.0, ["DATABASE_URL must start with sqlite:// or postgres://"]);
    }

    #[test]
    fn a_service_without_threads_is_refused() {
        let refused = settings(&[("BOYORO_PROFILE", "demo"), ("BOYORO_WORKERS", "0")]).unwrap_err();
        assert_eq!(refused.0.len(), 1, "{refused}");
        assert!(refused.0[0].starts_with("BOYORO_WORKERS must be"), "{refused}");
    }

    #[test]
    fn every_wrong_setting_is_told_at_once() {
        let refused = settings(&[
            ("BOYORO_PROFILE", "demo"),
            ("DATABASE_URL", "mysql://h/d"),
            ("BOYORO_LISTEN", "nowhere"),
            ("BOYORO_PUBLIC_URL", "ftp://x"),
        ])
        .unwrap_err();
        assert_eq!(refused.0.len(), 3, "{refused}");
    }
}
