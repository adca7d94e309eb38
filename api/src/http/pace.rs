//! How often one place may knock at the doors that anyone may knock at.
//!
//! This slows a machine that tries many logins; [`crate::origin::attempts`] slows the many machines that try one.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::problem::Problem;
use crate::app::App;
use crate::failure::NotSignedIn;

/// So many places are remembered one by one. Beyond it those who have been quiet are forgotten, and when that is not enough, IPv6 is
/// remembered by the /48: whoever holds one has 65 536 times a /64. An IPv4 address is always its own place.
const PLACES_MAX: usize = 50_000;

/// How often the quiet ones are looked for at most; it takes a walk past everybody.
const FORGET_EVERY: Duration = Duration::from_secs(5);

/// A door and how often one place may knock at it.
pub trait Door: 'static {
    /// Knocks allowed at once. An office behind one address signs in together at eight o'clock.
    const AT_ONCE: u32;
    /// After this long one more is allowed.
    const EVERY: Duration;
    fn limiter(paces: &Paces) -> &Limiter;
}

/// Signing in.
#[derive(Debug)]
pub struct SigningIn;
/// Renewing a session, which every opening of a page does. Guessing its cookie is hopeless, so this only bounds the work; a telephone
/// company shows many thousands of people as one address.
#[derive(Debug)]
pub struct Renewing;
/// Making an account.
#[derive(Debug)]
pub struct SigningUp;

impl Door for SigningIn {
    const AT_ONCE: u32 = 120;
    const EVERY: Duration = Duration::from_secs(1);
    fn limiter(paces: &Paces) -> &Limiter {
        &paces.signing_in
    }
}

impl Door for Renewing {
    const AT_ONCE: u32 = 2_000;
    const EVERY: Duration = Duration::from_millis(10);
    fn limiter(paces: &Paces) -> &Limiter {
        &paces.renewing
    }
}

impl Door for SigningUp {
    const AT_ONCE: u32 = 40;
    const EVERY: Duration = Duration::from_secs(20);
    fn limiter(paces: &Paces) -> &Limiter {
        &paces.signing_up
    }
}

/// What is remembered of each place at one door.
pub struct Limiter {
    places: DefaultKeyedRateLimiter<IpAddr>,
    places_max: usize,
    begun: Instant,
    /// When the quiet ones were last forgotten, in seconds from the beginning.
    forgot_s: AtomicU64,
}

impl Limiter {
    fn of<D: Door>(places_max: usize) -> Self {
        let burst = NonZeroU32::new(D::AT_ONCE).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(D::EVERY).unwrap_or(Quota::per_second(burst));
        let places = RateLimiter::keyed(quota.allow_burst(burst));
        Self { places, places_max, begun: Instant::now(), forgot_s: AtomicU64::new(0) }
    }

    /// Whether there are too many places, also after the quiet ones were forgotten.
    fn is_full(&self) -> bool {
        if self.places.len() <= self.places_max {
            return false;
        }
        let (now, last) = (self.begun.elapsed().as_secs(), self.forgot_s.load(Relaxed));
        let due = now >= last.saturating_add(FORGET_EVERY.as_secs());
        // One of those who knock at this moment does the walk.
        if due && self.forgot_s.compare_exchange(last, now, Relaxed, Relaxed).is_ok() {
            self.places.retain_recent();
        }
        self.places.len() > self.places_max
    }
}

/// What is remembered of each place, by door.
pub struct Paces {
    signing_in: Limiter,
    renewing: Limiter,
    signing_up: Limiter,
}

impl Paces {
    #[must_use]
    pub fn new() -> Self {
        Self::with_places(PLACES_MAX)
    }

    fn with_places(max: usize) -> Self {
        Self {
            signing_in: Limiter::of::<SigningIn>(max),
            renewing: Limiter::of::<Renewing>(max),
            signing_up: Limiter::of::<SigningUp>(max),
        }
    }

    /// Seconds to wait, when this place knocked too often at this door.
    fn knock<D: Door>(&self, from: IpAddr) -> Result<(), u64> {
        let limiter = D::limiter(self);
        let from = if limiter.is_full() { region(from) } else { place(from) };
        limiter.places.check_key(&from).map_err(|not_yet| {
            let clock = DefaultClock::default();
            not_yet.wait_time_from(clock.now()).as_secs() + 1
        })
    }
}

impl Default for Paces {
    fn default() -> Self {
        Self::new()
    }
}

/// An IPv6 customer has a whole /64.
pub(super) fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The IPv6 addresses that are given away together.
fn region(address: IpAddr) -> IpAddr {
    match place(address) {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

/// The client's address: what our own proxy saw when there is one, else the other end of the connection.
pub fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let behind_proxy = request.app_data::<Data<App>>().is_some_and(|app| app.settings.behind_proxy);
    let forwarded = || {
        // Only the last entry was written by our proxy; whatever stands before it came from the client.
        let header = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        header.rsplit(',').next()?.trim().parse().ok()
    };
    let peer = request.peer_addr().map(|peer| peer.ip());
    if behind_proxy { forwarded().or(peer) } else { peer }
}

/// Proof that the caller does not knock too often at this door.
#[derive(Debug)]
pub struct Paced<D: Door>(PhantomData<D>);

impl<D: Door> FromRequest for Paced<D> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let from = client_address(request).unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED));
        let knocked = request.app_data::<Data<Paces>>().map_or(Ok(()), |paces| paces.knock::<D>(from));
        ready(match knocked {
            Ok(()) => Ok(Self(PhantomData)),
            Err(retry_after_s) => Err(NotSignedIn::TooManyAttempts { retry_after_s }.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_knocks_so_often_and_another_is_not_its_neighbour() {
        let paces = Paces::new();
        let here: IpAddr = "2001:db8::1".parse().unwrap();
        for _ in 0..SigningUp::AT_ONCE {
            assert_eq!(paces.knock::<SigningUp>(here), Ok(()));
        }
        assert!((1..=21).contains(&paces.knock::<SigningUp>("2001:db8::2".parse().unwrap()).unwrap_err()));
        assert_eq!(paces.knock::<SigningUp>("2001:db8:0:1::1".parse().unwrap()), Ok(()));
        assert_eq!(paces.knock::<SigningIn>(here), Ok(()));
    }

    #[test]
    fn opening_pages_uses_up_nothing_of_signing_in() {
        let paces = Paces::new();
        let here: IpAddr = "192.0.2.1".parse().unwrap();
        for _ in 0..Renewing::AT_ONCE {
            assert_eq!(paces.knock::<Renewing>(here), Ok(()));
        }
        assert_eq!(paces.knock::<SigningIn>(here), Ok(()));
    }

    #[test]
    fn a_crowd_does_not_use_up_what_others_are_allowed() {
        let paces = Paces::with_places(1);
        let knock = |from: &str| paces.knock::<SigningUp>(from.parse().unwrap());
        for from in ["192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8:7:1::1", "2001:db8:8:1::1"] {
            for _ in 0..SigningUp::AT_ONCE {
                assert_eq!(knock(from), Ok(()), "{from}");
            }
            assert!(knock(from).is_err(), "{from}");
        }
        assert!(knock("2001:db8:7:2::1").is_err(), "a neighbour in the same /48");
        assert_eq!(knock("192.0.2.4"), Ok(()));
    }
}
