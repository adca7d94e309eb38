//! The people and firms of the demonstration. Every name is invented.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::chance::Chance;
use super::wares::Trade;
use crate::clock::Instant;
use crate::identity::Role;

/// An agency's officer.
#[derive(Debug, Clone)]
pub struct Officer {
    pub role: Role,
    pub name: &'static str,
    pub email: &'static str,
}

/// The agency's people: at least one of each role, several who examine and two who sign.
pub const OFFICERS: &[Officer] = &[
    officer(Role::Examiner, "Mariam Coulibaly", "instructeur@demo.ml"),
    officer(Role::Examiner, "Seydou Dembélé", "instructeur2@demo.ml"),
    officer(Role::Examiner, "Kadiatou Sissoko", "instructeur3@demo.ml"),
    officer(Role::Signatory, "Boubacar Traoré", "signataire@demo.ml"),
    officer(Role::Signatory, "Aïssata Keïta", "signataire2@demo.ml"),
    officer(Role::Treasurer, "Oumou Diarra", "regisseur@demo.ml"),
    officer(Role::Director, "Modibo Konaté", "directeur@demo.ml"),
    officer(Role::Customs, "Lassana Camara", "douane@demo.ml"),
    officer(Role::Auditor, "Hawa Maïga", "auditeur@demo.ml"),
    officer(Role::Administrator, "Drissa Sangaré", "administrateur@demo.ml"),
];

const fn officer(role: Role, name: &'static str, email: &'static str) -> Officer {
    Officer { role, name, email }
}

/// An exporting firm.
#[derive(Debug, Clone)]
pub struct Firm {
    pub profile: &'static str,
    pub name: String,
    pub identifiers: BTreeMap<String, String>,
    pub street: String,
    pub city: &'static str,
    pub region: &'static str,
    pub phone: String,
    pub email: String,
    /// Who administers the firm's account.
    pub administrator: String,
    pub trades: Vec<Trade>,
    /// How much it exports, relative to the others.
    pub size: u64,
    pub registered_at: Instant,
}

const FIRST_NAMES: [&str; 24] = [
    "Aminata",
    "Moussa",
    "Fatoumata",
    "Ibrahim",
    "Awa",
    "Mamadou",
    "Assitan",
    "Souleymane",
    "Djeneba",
    "Bakary",
    "Rokia",
    "Amadou",
    "Nana",
    "Yacouba",
    "Salimata",
    "Cheick",
    "Bintou",
    "Sékou",
    "Ramata",
    "Adama",
    "Korotoumou",
    "Tidiani",
    "Safiatou",
    "Abdoulaye",
];
const SURNAMES: [&str; 24] = [
    "Traoré",
    "Coulibaly",
    "Diarra",
    "Keïta",
    "Sangaré",
    "Diallo",
    "Dembélé",
    "Koné",
    "Sidibé",
    "Touré",
    "Maïga",
    "Cissé",
    "Doumbia",
    "Ouattara",
    "Bagayoko",
    "Samaké",
    "Dicko",
    "Kanté",
    "Sissoko",
    "Camara",
    "Bah",
    "Ag Mohamed",
    "Guindo",
    "Tembely",
];

/// A town, its region, and the quarters a street is in.
type Town = (&'static str, &'static str, &'static [&'static str]);

const BAMAKO: Town = (
    "Bamako",
    "District de Bamako",
    &["Hippodrome", "Quinzambougou", "Badalabougou", "ACI 2000", "Zone industrielle", "Faladié"],
);
const SIKASSO: Town = ("Sikasso", "Sikasso", &["Médine", "Wayerma", "Sanoubougou", "Hamdallaye"]);
const KOUTIALA: Town = ("Koutiala", "Koutiala", &["Médina Coura", "Darsalam", "Lafiala"]);
const SEGOU: Town = ("Ségou", "Ségou", &["Angoulême", "Pelengana", "Médine"]);
const MOPTI: Town = ("Mopti", "Mopti", &["Komoguel", "Sévaré", "Taïkiri"]);
const KAYES: Town = ("Kayes", "Kayes", &["Légal Ségou", "Plateau", "Khasso"]);
const BOUGOUNI: Town = ("Bougouni", "Bougouni", &["Hérémakono", "Médine", "Torakabougou"]);
const BANDIAGARA: Town = ("Bandiagara", "Bandiagara", &["Quartier du marché", "Route de Mopti"]);
const NIORO: Town = ("Nioro du Sahel", "Nioro", &["Diawambé", "Château"]);
const TOMBOUCTOU: Town = ("Tombouctou", "Tombouctou", &["Badjindé", "Sankoré"]);

/// How the firms of a trade are called, what they are, where they are, and how many there are of them.
struct Kind {
    trades: &'static [Trade],
    profile: &'static str,
    names: &'static [&'static str],
    towns: &'static [Town],
    count: u64,
    size: u64,
}

const KINDS: &[Kind] = &[
    Kind {
        trades: &[Trade::Gold],
        profile: "convention_firm",
        names: &[
            "Mines d'Or de Kofila SA",
            "Société aurifère du Bambouk SA",
            "Or du Wassoulou SA",
            "Mines de Tabakoto-Sud SA",
        ],
        towns: &[BAMAKO, KAYES],
        count: 4,
        size: 10,
    },
    Kind {
        trades: &[Trade::ArtisanalGold],
        profile: "company",
        names: &["Comptoir Sanu", "Comptoir d'Or du Mandé", "Sahel Métaux Précieux"],
        towns: &[BAMAKO],
        count: 3,
        size: 8,
    },
    Kind {
        trades: &[Trade::Lithium],
        profile: "convention_firm",
        names: &["Lithium du Sud Mali SA"],
        towns: &[BOUGOUNI],
        count: 1,
        size: 9,
    },
    Kind {
        trades: &[Trade::Cotton],
        profile: "company",
        names: &["Compagnie cotonnière du Kénédougou", "Fibres du Mali Négoce", "Coton Sahel International"],
        towns: &[KOUTIALA, SIKASSO, BAMAKO],
        count: 3,
        size: 12,
    },
    Kind {
        trades: &[Trade::Livestock],
        profile: "producer",
        names: &[
            "Coopérative Misi Ba",
            "Coopérative des éleveurs du Kaarta",
            "Union des embouchistes",
            "Coopérative Sagakɛlaw",
            "Coopérative Bagan Yiriwa",
        ],
        towns: &[NIORO, KAYES, MOPTI, SEGOU],
        count: 9,
        size: 6,
    },
    Kind {
        trades: &[Trade::Livestock],
        profile: "company",
        names: &["Bétail Export Mali SARL", "Ranch du Baoulé SARL"],
        towns: &[BAMAKO, KAYES],
        count: 3,
        size: 8,
    },
    Kind {
        trades: &[Trade::Hides],
        profile: "company",
        names: &["Tannerie du Djoliba SA", "Cuirs et Peaux du Sahel"],
        towns: &[BAMAKO, SEGOU],
        count: 3,
        size: 5,
    },
    Kind {
        trades: &[Trade::Shea],
        profile: "producer",
        names: &[
            "Coopérative Si Yiriwa",
            "Union des femmes du karité",
            "Coopérative Musow Jigi",
            "Coopérative Situlu",
            "Coopérative Ben Kadi",
        ],
        towns: &[BOUGOUNI, SIKASSO, KOUTIALA, SEGOU],
        count: 9,
        size: 5,
    },
    Kind {
        trades: &[Trade::Shea],
        profile: "company",
        names: &["Karité Sanuya SARL", "Mali Shea Processing SA"],
        towns: &[BAMAKO, BOUGOUNI],
        count: 3,
        size: 9,
    },
    Kind {
        trades: &[Trade::Fruit],
        profile: "producer",
        names: &["Coopérative Mangoro", "Union des planteurs", "Coopérative Yiriden"],
        towns: &[SIKASSO, BOUGOUNI],
        count: 6,
        size: 6,
    },
    Kind {
        trades: &[Trade::Fruit],
        profile: "company",
        names: &["Mangues du Kénédougou SARL", "Tropiques Frais Mali"],
        towns: &[SIKASSO, BAMAKO],
        count: 3,
        size: 9,
    },
    Kind {
        trades: &[Trade::Cashew],
        profile: "company",
        names: &["Anacarde du Mali SARL", "Somo Export"],
        towns: &[BOUGOUNI, SIKASSO],
        count: 4,
        size: 6,
    },
    Kind {
        trades: &[Trade::Gum],
        profile: "company",
        names: &["Sahel Gomme SARL", "Gommes et Résines du Mali", "Acacia Export"],
        towns: &[KAYES, NIORO, BAMAKO],
        count: 4,
        size: 6,
    },
    Kind {
        trades: &[Trade::Vegetables],
        profile: "producer",
        names: &["Coopérative Jaba", "Union des maraîchers", "Coopérative Dogon Nyènyè", "Coopérative Jèkafɔ"],
        towns: &[BANDIAGARA, SIKASSO, SEGOU],
        count: 8,
        size: 5,
    },
    Kind {
        trades: &[Trade::Cereals],
        profile: "company",
        names: &["Fonio du Mali SARL", "Céréales Djiguiya"],
        towns: &[BAMAKO, SEGOU],
        count: 3,
        size: 5,
    },
    Kind {
        trades: &[Trade::Plants],
        profile: "producer",
        names: &["Coopérative Dah", "Groupement apicole", "Coopérative Furaw"],
        towns: &[SEGOU, SIKASSO, KAYES],
        count: 5,
        size: 4,
    },
    Kind {
        trades: &[Trade::Fish],
        profile: "producer",
        names: &["Coopérative des pêcheurs bozo", "Groupement des mareyeuses", "Coopérative Jɛgɛ"],
        towns: &[MOPTI, SEGOU],
        count: 5,
        size: 5,
    },
    Kind {
        trades: &[Trade::Fertiliser],
        profile: "company",
        names: &["Engrais du Sahel SA", "Fertil Mali Industries"],
        towns: &[BAMAKO, SEGOU],
        count: 2,
        size: 7,
    },
    Kind {
        trades: &[Trade::Textile],
        profile: "company",
        names: &["Filature du Niger SA", "Teintures Gala", "Bazin de Bamako SARL"],
        towns: &[SEGOU, BAMAKO],
        count: 4,
        size: 5,
    },
    Kind {
        trades: &[Trade::Craft],
        profile: "artisan",
        names: &["Atelier Ngalama", "Atelier Yirikɛla", "Atelier Garanké", "Bijouterie Inadan", "Atelier Bɔgɔlan"],
        towns: &[SEGOU, BAMAKO, MOPTI, TOMBOUCTOU],
        count: 9,
        size: 3,
    },
    Kind {
        trades: &[Trade::Household],
        profile: "company",
        names: &["Plastiques du Djoliba SA", "Fonderie Sya"],
        towns: &[BAMAKO],
        count: 3,
        size: 5,
    },
    Kind {
        trades: &[Trade::Food],
        profile: "company",
        names: &["Délices du Mandé SARL", "Biscuiterie du Niger", "Saveurs du Mali"],
        towns: &[BAMAKO],
        count: 4,
        size: 5,
    },
];

/// How many firms a full demonstration has.
pub fn usual_number() -> u64 {
    2 + KINDS.iter().map(|kind| kind.count).sum::<u64>()
}

/// The two firms whose accounts are handed out, then as many others as asked, at least one of each trade.
pub fn firms(seed: u64, others: u64, begins: Instant) -> Vec<Firm> {
    let mut chance = Chance::stream(seed, "firms");
    let mut firms = vec![women_of_shea(begins), fruit_company(begins)];
    let all: u64 = KINDS.iter().map(|kind| kind.count).sum();
    for kind in KINDS {
        let count = (kind.count * others).div_ceil(all).max(1);
        for number in 0..count {
            firms.push(firm(&mut chance, kind, number, firms.len() as u64, begins));
        }
    }
    firms
}

fn women_of_shea(begins: Instant) -> Firm {
    Firm {
        profile: "producer",
        name: "Coopérative Jigiya des productrices de karité".into(),
        identifiers: pairs(&[("producer_card", "SIK-COOP-0417"), ("nina", "28407102011043K")]),
        street: "Quartier Médine, près du marché".into(),
        city: "Sikasso",
        region: "Sikasso",
        phone: "+22370000101".into(),
        email: "jigiya@demo.ml".into(),
        administrator: "Salimata Koné".into(),
        trades: vec![Trade::Shea],
        size: 12,
        registered_at: begins,
    }
}

fn fruit_company(begins: Instant) -> Firm {
    Firm {
        profile: "company",
        name: "Fruits du Wassoulou SARL".into(),
        identifiers: pairs(&[("rccm", "MA.BKO.2018.B.5521"), ("nif", "086144207P"), ("patente", "PX-2026-1180")]),
        street: "Rue 305, porte 18, Zone industrielle".into(),
        city: "Bamako",
        region: "District de Bamako",
        phone: "+22370000102".into(),
        email: "fruits@demo.ml".into(),
        administrator: "Yacouba Sidibé".into(),
        trades: vec![Trade::Fruit, Trade::Cashew],
        size: 14,
        registered_at: begins,
    }
}

fn pairs(given: &[(&str, &str)]) -> BTreeMap<String, String> {
    given.iter().map(|(kind, number)| ((*kind).to_owned(), (*number).to_owned())).collect()
}

fn firm(chance: &mut Chance, kind: &Kind, number: u64, index: u64, begins: Instant) -> Firm {
    let (city, region, quarters) = chance.pick(kind.towns).copied().unwrap_or(BAMAKO);
    let base = kind.names.get(usize::try_from(number).unwrap_or(0) % kind.names.len()).copied().unwrap_or_default();
    // A second firm of the same name would be taken for the first.
    let again = number >= kind.names.len() as u64;
    let name = match (kind.profile, again) {
        ("producer", _) => format!("{base} de {city}"),
        (_, true) => {
            format!("{base} {}", chance.pick(&["Nord", "Sud", "et Frères", "Plus"]).copied().unwrap_or("Nord"))
        }
        (_, false) => base.to_owned(),
    };
    let quarter = chance.pick(quarters).copied().unwrap_or_default();
    Firm {
        profile: kind.profile,
        name,
        identifiers: identifiers(chance, kind.profile, index),
        street: format!("Rue {}, porte {}, {quarter}", chance.between(10, 480), chance.between(2, 240)),
        city,
        region,
        phone: format!("+2237{:07}", 1_000_000 + index * 7919 % 8_999_999),
        email: format!("exportateur{index}@demo.ml"),
        administrator: person(chance),
        trades: kind.trades.to_vec(),
        size: kind.size * u64::try_from(chance.between(6, 16)).unwrap_or(10),
        registered_at: begins - TimeDelta::days(chance.between(0, 300)),
    }
}

fn identifiers(chance: &mut Chance, profile: &str, index: u64) -> BTreeMap<String, String> {
    let year = chance.between(2008, 2023);
    let rccm = format!("MA.BKO.{year}.B.{:04}", 1000 + index * 37 % 8999);
    let nif = format!("08{:07}{}", 1_000_000 + index * 104_729 % 8_999_999, char::from(b'A' + (index % 26) as u8));
    match profile {
        "producer" => pairs(&[("producer_card", &format!("COOP-{year}-{:04}", index + 100))]),
        "artisan" => pairs(&[("craft_card", &format!("CM-{year}-{:05}", index * 211 + 900))]),
        "convention_firm" => {
            pairs(&[("convention", &format!("CE-{year}-{:03}", index + 4)), ("rccm", &rccm), ("nif", &nif)])
        }
        _ => pairs(&[("rccm", &rccm), ("nif", &nif)]),
    }
}

/// Somebody's name.
pub fn person(chance: &mut Chance) -> String {
    let first = chance.pick(&FIRST_NAMES).copied().unwrap_or("Awa");
    let last = chance.pick(&SURNAMES).copied().unwrap_or("Traoré");
    format!("{first} {last}")
}

/// A buyer in a country: name and street.
pub fn buyer(chance: &mut Chance, country: &str, town: &str) -> (String, String) {
    let french = ["SN", "CI", "BF", "GN", "NE", "TG", "BJ", "FR", "BE", "MA", "DZ", "TN", "MR", "CH", "MU", "CA"]
        .contains(&country);
    let surname = chance.pick(surnames_of(country)).copied().unwrap_or("Martin");
    let number = chance.between(1, 240);
    if french {
        let name = match chance.below(5) {
            0 => format!("Établissements {surname} et Fils"),
            1 => format!("{surname} Négoce SARL"),
            2 => format!("Comptoir {surname}"),
            3 => format!("Société d'importation {surname}"),
            _ => format!("{town} Distribution SA"),
        };
        let street =
            chance.pick(&["avenue de l'Indépendance", "rue du Commerce", "boulevard du Port", "zone franche, lot 12"]);
        (name, format!("{number}, {}", street.copied().unwrap_or("rue du Commerce")))
    } else {
        let name = match chance.below(5) {
            0 => format!("{surname} Trading Ltd"),
            1 => format!("{surname} & Sons"),
            2 => format!("{surname} Commodities"),
            3 => format!("{town} Import Company"),
            _ => format!("{surname} International"),
        };
        let street = chance.pick(&["Harbour Road", "Market Street", "Industrial Avenue", "Free Zone, block C"]);
        (name, format!("{number} {}", street.copied().unwrap_or("Market Street")))
    }
}

fn surnames_of(country: &str) -> &'static [&'static str] {
    match country {
        "SN" | "MR" | "GN" => &["Ndiaye", "Diop", "Fall", "Barry", "Sow", "Ba", "Sy"],
        "CI" | "BF" | "TG" | "BJ" | "NE" => {
            &["Kouassi", "Ouédraogo", "Koffi", "Sawadogo", "Adjovi", "Issoufou", "Zongo"]
        }
        "GH" | "NG" | "ZA" => &["Mensah", "Okafor", "Boateng", "Bello", "Naidoo", "Van Wyk"],
        "MA" | "DZ" | "TN" | "EG" | "AE" => &["Benali", "El Amrani", "Haddad", "Mansour", "Al Farsi", "Cherif"],
        "IN" | "BD" | "MU" => &["Patel", "Rahman", "Sharma", "Chowdhury", "Gupta", "Ramgoolam"],
        "CN" | "VN" | "JP" => &["Wang", "Nguyen", "Tanaka", "Li", "Tran", "Chen"],
        "TR" => &["Yılmaz", "Demir", "Kaya", "Aydın"],
        "DE" | "NL" | "DK" | "CH" => &["Schneider", "De Vries", "Jensen", "Keller", "Bakker"],
        "US" | "GB" | "CA" => &["Harris", "Walker", "Johnson", "Campbell", "Reed"],
        "IT" | "ES" | "MX" => &["Rossi", "García", "Moretti", "Hernández"],
        _ => &["Lefèvre", "Martin", "Dubois", "Fontaine", "Moreau"],
    }
}
