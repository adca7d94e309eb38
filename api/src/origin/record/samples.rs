//! Records for tests: a consignment of mangoes by air and cotton by the lorry-load.

use chrono::{NaiveDate, TimeZone as _, Utc};

use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The authority as the rule pack describes it.
pub fn authority() -> Authority {
    Authority {
        name: Text::new("Agence pour la Promotion des Exportations du Mali", "Mali Export Promotion Agency"),
        short_name: "APEX-Mali".into(),
        country: Named::new("ML", "Mali", "Mali"),
        state: "République du Mali".into(),
        motto: "Un Peuple – Un But – Une Foi".into(),
        supervision: Some("Ministère de l’Industrie et du Commerce".into()),
        place: "Bamako".into(),
        contact: Some("verification@apex-mali.example · +223 20 00 00 00".into()),
        verification: "https://co.apex.ml".into(),
    }
}

/// Two lines of dried and fresh mangoes to Morocco under the ZLECAf.
pub fn mango() -> CertificateRecord {
    CertificateRecord {
        version: RECORD_VERSION,
        number: crate::origin::number::CertificateNumber::new("ZLE", 2026, 123).unwrap().to_string(),
        scheme: "ZLE".into(),
        scheme_title: Text::new(
            "Zone de libre-échange continentale africaine (ZLECAf)",
            "African Continental Free Trade Area (AfCFTA)",
        ),
        document_title: Text::new("Certificat d’origine ZLECAf", "AfCFTA Certificate of Origin"),
        form: Form { layout: Layout::Afcfta, colour: "#1b5e3f".into() },
        issued_on: day(2026, 11, 21),
        valid_until: Some(day(2027, 11, 21)),
        authority: authority(),
        exporter: Exporter {
            name: "Coopérative Jɛkafɔ des producteurs de mangues de Sikasso".into(),
            address: Address {
                street: "Rue 214, porte 37, quartier Médine".into(),
                city: "Sikasso".into(),
                region: Some("Sikasso".into()),
                country: Named::new("ML", "Mali", "Mali"),
            },
            identifiers: [("nif", "084112345K"), ("rccm", "MA.SIK.2019.B.0412")]
                .map(|(k, v)| (k.into(), v.into()))
                .into(),
        },
        consignee: Consignee {
            name: "Société Marocaine des Fruits Tropicaux S.A.R.L.".into(),
            address: Address {
                street: "27, boulevard Moulay Slimane, Aïn Sebaâ".into(),
                city: "Casablanca".into(),
                region: None,
                country: Named::new("MA", "Maroc", "Morocco"),
            },
            registration: Some("ICE 001524789000041".into()),
        },
        origin: Named::new("ML", "Mali", "Mali"),
        destination: Named::new("MA", "Maroc", "Morocco"),
        transport: Transport {
            mode: Named::new("4", "Aérien", "Air"),
            from: "Bamako-Sénou (BKO)".into(),
            to: "Casablanca (CMN)".into(),
            means: Some("AT523".into()),
            document_number: Some("147-5521 8834".into()),
            departure_date: Some(day(2026, 11, 24)),
            container: None,
            seals: None,
        },
        invoice: Invoice {
            number: "JKF/2026/118".into(),
            date: day(2026, 11, 18),
            currency: "EUR".into(),
            amount: "20540.50".into(),
            incoterm: Some("FCA".into()),
        },
        goods: vec![
            Goods {
                line: 1,
                hs_code: "080450".into(),
                description: "Mangues fraîches, variété Kent, calibre 8 à 10, catégorie I".into(),
                package_count: 1_200,
                package_kind: Named::new("CT", "cartons", "cartons"),
                marks: "JKF KENT 1–1200".into(),
                gross_weight_g: 5_160_000,
                net_weight_g: Some(4_800_000),
                supplementary_quantity: None,
                fob_value_xof: 9_360_000,
                criterion: Named::new("WP", "Entièrement obtenu", "Wholly produced"),
                criterion_detail: None,
                producer: None,
            },
            Goods {
                line: 2,
                hs_code: "081340".into(),
                description: "Mangues séchées en lamelles, sans sucre ajouté, sachets de 100 g".into(),
                package_count: 85,
                package_kind: Named::new("CT", "cartons", "cartons"),
                marks: "JKF SEC 1–85".into(),
                gross_weight_g: 938_500,
                net_weight_g: Some(850_000),
                supplementary_quantity: Some("8 500 sachets".into()),
                fob_value_xof: 4_105_000,
                criterion: Named::new("WP", "Entièrement obtenu", "Wholly produced"),
                criterion_detail: None,
                producer: Some("Unité de séchage Faso Yiriden".into()),
            },
        ],
        application_reference: "D-2026-004517".into(),
        declaration: Declaration {
            name: "Aminata Traoré".into(),
            at: Utc.with_ymd_and_hms(2026, 11, 19, 9, 42, 10).unwrap(),
        },
        examiner: Officer { name: "Oumar Coulibaly".into(), title: Text::new("Instructeur", "Examiner") },
        signatory: Officer {
            name: "Fatoumata Diarra".into(),
            title: Text::new("Signataire habilitée", "Authorised signatory"),
        },
        endorsements: vec![],
        replaces: None,
        remarks: None,
        wording: Wording {
            declaration: Text::new(
                "Le soussigné déclare que les indications ci-dessus sont exactes, que toutes les marchandises ont été produites au Mali \
                 et qu’elles satisfont aux règles d’origine de la ZLECAf.",
                "The undersigned declares that the above details are correct, that all the goods were produced in Mali and that they \
                 comply with the AfCFTA rules of origin.",
            ),
            certification: Text::new(
                "Il est certifié, sur la base du contrôle effectué, que la déclaration de l’exportateur est exacte.",
                "It is hereby certified, on the basis of control carried out, that the declaration by the exporter is correct.",
            ),
            notice: Text::new(
                "Signature électronique : loi n° 2016-012 du 6 mai 2016. Toute altération rend le certificat nul.",
                "Electronic signature under law no. 2016-012 of 6 May 2016. Any alteration voids this certificate.",
            ),
        },
    }
}

/// One line of cotton to Bangladesh, non-preferential, by lorry then sea.
pub fn cotton() -> CertificateRecord {
    let mut record = mango();
    record.number = crate::origin::number::CertificateNumber::new("NP", 2026, 41).unwrap().to_string();
    record.scheme = "NP".into();
    record.scheme_title = Text::new("Origine non préférentielle", "Non-preferential origin");
    record.document_title = Text::new("Certificat d’origine", "Certificate of Origin");
    record.form = Form { layout: Layout::Standard, colour: "#1f4e79".into() };
    record.valid_until = None;
    record.exporter.name = "Compagnie malienne pour le développement des textiles".into();
    record.consignee.name = "Dhaka Spinning Mills Ltd".into();
    record.consignee.address = Address {
        street: "House 14, Road 7, Sector 4, Uttara".into(),
        city: "Dhaka".into(),
        region: None,
        country: Named::new("BD", "Bangladesh", "Bangladesh"),
    };
    record.consignee.registration = None;
    record.destination = Named::new("BD", "Bangladesh", "Bangladesh");
    record.transport.mode = Named::new("1", "Maritime", "Sea");
    record.transport.from = "Bamako, par la route jusqu’à Dakar".into();
    record.transport.to = "Chattogram".into();
    record.transport.means = Some("MV Sahel Star".into());
    record.transport.document_number = Some("DKRCGP2611007".into());
    record.transport.container = Some("MSCU 745 120-3, MSCU 745 121-9, TGHU 330 871-0".into());
    record.transport.seals = Some("ML 88213, ML 88214, ML 88215".into());
    record.goods = vec![Goods {
        line: 1,
        hs_code: "520100".into(),
        description: "Coton fibre, ni cardé ni peigné, type SARAMA, campagne 2026/2027".into(),
        package_count: 312,
        package_kind: Named::new("BL", "balles", "bales"),
        marks: "CMDT SARAMA 26/27 lots 114 à 117".into(),
        gross_weight_g: 70_512_000,
        net_weight_g: Some(68_640_000),
        supplementary_quantity: None,
        fob_value_xof: 74_131_200,
        criterion: Named::new("P", "Entièrement obtenu", "Wholly obtained"),
        criterion_detail: None,
        producer: None,
    }];
    record
}

/// A consignment of `lines` lines, for the continuation pages.
pub fn many_lines(lines: u32) -> CertificateRecord {
    let mut record = mango();
    let model = record.goods[1].clone();
    record.goods = (1..=lines)
        .map(|line| Goods {
            line,
            package_count: 10 + line,
            marks: format!("JKF {line:03}/1–{}", 10 + line),
            gross_weight_g: model.gross_weight_g + i64::from(line) * 1_250,
            ..model.clone()
        })
        .collect();
    record
}
