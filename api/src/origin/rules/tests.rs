use super::*;

fn rules() -> Rules {
    Rules::embedded().unwrap_or_else(|faults| panic!("{}", faults.iter().map(|f| format!("{f}\n")).collect::<String>()))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn scheme(code: &str) -> SchemeCode {
    SchemeCode::parse(code).unwrap()
}

fn country(code: &str) -> CountryCode {
    CountryCode::parse(code).unwrap()
}

fn hs(code: &str) -> HsCode {
    HsCode::parse(code).unwrap()
}

#[test]
fn the_packs_of_the_program_have_no_fault() {
    let rules = rules();
    assert_eq!(rules.schemes().len(), 15);
    assert!(rules.nomenclature().products().len() >= 220);
    assert!(rules.nomenclature().products().iter().all(|p| rules.nomenclature().chapter(p.hs.chapter()).is_some()));
    assert_eq!(rules.deadlines().lapse_after_days, 30);
    assert_eq!(rules.watch().bodies_kept_days, 90);
}

#[test]
fn four_schemes_issue_and_the_others_wait() {
    let rules = rules();
    let open: Vec<&str> = rules
        .schemes_on(day("2026-11-21"))
        .into_iter()
        .filter(SchemeOn::issues)
        .map(|s| s.scheme.code.as_str())
        .collect();
    assert_eq!(open, ["ZLE", "UEM", "CED", "NP"]);
}

#[test]
fn a_destination_has_its_schemes() {
    let rules = rules();
    let for_country = |code| -> Vec<String> {
        rules
            .schemes_for(&country(code), day("2026-11-21"))
            .iter()
            .filter(|s| s.issues())
            .map(|s| s.scheme.code.to_string())
            .collect()
    };
    assert_eq!(for_country("SN"), ["ZLE", "UEM", "CED", "NP"]);
    assert_eq!(for_country("BF"), ["ZLE", "UEM", "NP"]);
    assert_eq!(for_country("GH"), ["ZLE", "CED", "NP"]);
    assert_eq!(for_country("MA"), ["ZLE", "NP"]);
    assert_eq!(for_country("AE"), ["NP"]);
    assert!(for_country("ML").is_empty(), "goods are not exported to the country of export");
}

#[test]
fn the_cedeao_note_appears_on_the_day_mali_left() {
    let rules = rules();
    let note = |date| rules.scheme_on(&scheme("CED"), day(date)).unwrap().period.note.clone();
    assert_eq!(note("2025-01-28"), None);
    assert!(note("2025-01-29").unwrap().fr.contains("jusqu'à nouvel ordre"));
    assert!(rules.scheme_on(&scheme("CED"), day("2003-01-30")).is_none());
}

#[test]
fn a_later_row_decides_from_its_day_on() {
    let rules = rules();
    let mut rows = rules.rows().clone();
    rows.statuses.push((
        scheme("CED"),
        StatusPeriod {
            from: day("2026-12-01"),
            status: SchemeStatus::Suspended,
            note: None,
            source: "Décision de l'agence".into(),
            confirmed: true,
        },
    ));
    rows.fees.push(FeeRate {
        scheme: scheme("ZLE"),
        amount_xof: 2000,
        valid_from: day("2027-01-01"),
        source: "Arrêté".into(),
        confirmed: true,
    });
    let rules = rules.with_rows(rows);
    assert!(rules.scheme_on(&scheme("CED"), day("2026-11-30")).unwrap().issues());
    assert!(!rules.scheme_on(&scheme("CED"), day("2026-12-01")).unwrap().issues());
    assert_eq!(rules.fee_on(&scheme("ZLE"), day("2026-12-31")).unwrap().amount_xof, 1500);
    assert_eq!(rules.fee_on(&scheme("ZLE"), day("2027-01-01")).unwrap().amount_xof, 2000);
    assert!(rules.fee_on(&scheme("ZLE"), day("2020-12-31")).is_none());
    assert!(rules.fee_on(&scheme("JPN"), day("2026-12-31")).is_none());
}

#[test]
fn a_correction_of_the_same_day_wins() {
    let rules = rules();
    let mut rows = rules.rows().clone();
    let mut fee = rows.fees[0].clone();
    fee.amount_xof = 1;
    rows.fees.push(fee);
    assert_eq!(rules.with_rows(rows).fee_on(&scheme("ZLE"), day("2026-01-01")).unwrap().amount_xof, 1);
}

#[test]
fn measures_begin_and_end_on_their_days() {
    let rules = rules();
    assert!(rules.ban_on(&hs("120740"), day("2024-10-02")).is_none());
    assert_eq!(rules.ban_on(&hs("1207400000"), day("2024-10-03")).unwrap().code, "sesame_2024");
    assert_eq!(rules.ban_on(&hs("010229"), day("2022-12-31")).unwrap().code, "cattle_2022");
    assert!(rules.ban_on(&hs("010229"), day("2023-01-01")).is_none());
    let warned: Vec<_> = rules.measures_on(&hs("010229"), day("2026-01-01")).iter().map(|m| m.code.as_str()).collect();
    assert_eq!(warned, ["young_cattle_and_females"]);
}

#[test]
fn a_code_too_short_to_escape_a_ban_is_under_it() {
    let rules = rules();
    let on = day("2026-01-01");
    assert!(rules.ban_on(&hs("120799"), on).is_some(), "shea kernels or another seed: six digits cannot tell");
    assert!(rules.ban_on(&hs("1207991000"), on).is_some());
    assert!(rules.ban_on(&hs("1207999000"), on).is_none());
}

#[test]
fn bans_come_before_warnings() {
    let rules = rules();
    let effects: Vec<_> = rules.measures_on(&hs("010229"), day("2022-06-01")).iter().map(|m| m.effect).collect();
    assert_eq!(effects, [Effect::Block, Effect::Warn]);
}

fn found(rules: &Rules, question: &str) -> Vec<String> {
    rules.nomenclature().search(question, 10).iter().map(|p| p.hs.to_string()).collect()
}

#[test]
fn products_are_found_by_word_in_either_language() {
    let rules = rules();
    for (question, code) in [
        ("karité", "151590"),
        ("KARITE beurre", "151590"),
        ("shea butter", "151590"),
        ("noix de karité", "120799"),
        ("mangues fraîches", "080450"),
        ("mango", "080450"),
        ("mangoes", "080450"),
        ("bœufs", "010229"),
        ("boeuf vivant", "010229"),
        ("moutons", "010410"),
        ("gum arab", "130120"),
        ("gomme arabique", "130120"),
        ("or brut", "710812"),
        ("gold", "710812"),
        ("coton égrené", "520100"),
        ("bissap", "121190"),
        ("bogolan", "520931"),
        ("échalotes", "070310"),
        ("cashews", "080131"),
        ("djembe", "920600"),
        ("Tilemsi", "251010"),
        ("poisson fumé", "030544"),
        ("engrais npk", "310520"),
        ("savon de karité", "340111"),
    ] {
        let hits = found(&rules, question);
        assert!(hits.iter().take(3).any(|h| h == code), "{question:?} gave {hits:?}, not {code} among the first three");
    }
    assert!(found(&rules, "zzz").is_empty());
    assert!(found(&rules, "beurre zzz").is_empty());
    assert_eq!(found(&rules, "de la").len(), 10, "a question without a telling word gives the beginning of the list");
}

#[test]
fn products_are_found_by_the_beginning_of_their_code() {
    let rules = rules();
    assert_eq!(found(&rules, "0102"), ["010221", "010229"]);
    assert_eq!(found(&rules, "0102.29"), ["010229"]);
    assert_eq!(found(&rules, "1515.90.11"), ["151590"]);
    assert_eq!(found(&rules, "1515.90.99.00"), ["151590"], "another line of the same subheading");
    assert_eq!(found(&rules, "5201"), ["520100"]);
    assert!(found(&rules, "9999").is_empty());
}

#[test]
fn a_long_question_is_cut_and_answers_are_bounded() {
    let rules = rules();
    assert!(rules.nomenclature().search(&"karité ".repeat(1000), 5).len() <= 5);
    assert_eq!(rules.nomenclature().search("", 7).len(), 7);
    assert!(rules.nomenclature().search("karité", 0).is_empty());
}

#[test]
fn goods_of_a_tariff_line_are_their_subheading() {
    let rules = rules();
    assert_eq!(rules.nomenclature().find(&hs("1515901100")).unwrap().hs, hs("151590"));
    assert!(rules.nomenclature().find(&hs("010121")).is_none());
}

#[test]
fn papers_follow_the_goods_and_the_criterion() {
    let rules = rules();
    let codes = |lines: &[(HsCode, bool)]| -> Vec<&str> {
        rules.reference().required_documents(lines).iter().map(|d| d.code.as_str()).collect()
    };
    assert_eq!(codes(&[]), ["commercial_invoice"]);
    assert_eq!(codes(&[(hs("080450"), true)]), ["commercial_invoice", "phytosanitary_certificate"]);
    assert_eq!(codes(&[(hs("340111"), false)]), ["commercial_invoice", "cost_statement"]);
    assert_eq!(codes(&[(hs("710812"), true)]), ["commercial_invoice", "gold_titration_certificate"]);
}

#[test]
fn a_cooperative_and_a_craftsperson_need_no_trade_register() {
    let rules = rules();
    for code in ["producer", "artisan"] {
        let profile = rules.reference().profile(code).unwrap();
        assert!(profile.identifiers.iter().all(|i| i.kind != "rccm"), "{code}");
        assert!(profile.papers.iter().all(|p| p.kind != "rccm_extract"), "{code}");
    }
    assert!(rules.reference().profile("company").unwrap().identifiers.iter().any(|i| i.kind == "rccm" && i.required));
}

#[test]
fn some_cotton_has_no_continental_rule_yet() {
    let rules = rules();
    let continental = rules.scheme(&scheme("ZLE")).unwrap();
    assert!(continental.exclusion(&hs("520512")).is_some());
    assert!(continental.exclusion(&hs("520100")).is_none());
}

#[test]
fn a_basis_has_its_letters_in_each_scheme() {
    let rules = rules();
    let letters =
        |code| rules.scheme(&scheme(code)).unwrap().criterion_for(Basis::WhollyObtained).unwrap().code.clone();
    assert_eq!((letters("ZLE"), letters("UEM"), letters("NP")), ("WP".into(), "EO".into(), "WO".into()));
}

#[test]
fn each_form_has_its_colour_and_words() {
    let rules = rules();
    let continental = rules.scheme(&scheme("ZLE")).unwrap();
    assert_eq!(continental.form.layout, crate::origin::record::Layout::Afcfta);
    assert!(continental.wording.declaration.fr.contains("ZLECAf"));
    let plain = rules.scheme(&scheme("NP")).unwrap();
    assert_eq!((&plain.form, &plain.wording), (&rules.authority().form, &rules.authority().wording));
    for scheme in rules.schemes() {
        let colour = scheme.form.colour.strip_prefix('#').unwrap();
        assert!(colour.len() == 6 && colour.bytes().all(|b| b.is_ascii_hexdigit()), "{}", scheme.code);
    }
}

#[test]
fn validity_runs_to_the_same_date() {
    let rules = rules();
    let until = |code, on| rules.scheme(&scheme(code)).unwrap().valid_until(day(on));
    assert_eq!(until("ZLE", "2026-06-01"), Some(day("2027-06-01")));
    assert_eq!(until("UEM", "2026-08-31"), Some(day("2027-02-28")));
    assert_eq!(until("NP", "2026-06-01"), None);
}

#[test]
fn every_fault_of_a_pack_is_told_with_its_place() {
    let packs = Packs {
        fees: "[[fee]]\nscheme = \"XXX\"\namount_xof = -5\nvalid_from = \"2021-01-01\"\nsource = \"s\"\nconfirmed = false\n\
               [[fee]]\nscheme = \"zle\"\namount_xof = 1\nvalid_from = \"2021-01-01\"\nsource = \"s\"\nconfirmed = false\n",
        measures: "[[measure]]\ncode = \"m\"\nhs_prefix = \"0102\"\neffect = \"stop\"\nlabel = { fr = \"a\", en = \"b\" }\n\
                   from = \"2021-01-01\"\nsource = \"s\"\nconfirmed = false\n",
        deadlines: "processing_hours = \n",
        watch: "confirmed = false\nsource = \"s\"\nunknown_an_hour = 0\nskew_seconds = 60\nbodies_kept_days = 90\n",
        operators: "[[operator]]\ncode = \"moov\"\n",
        products: "hs,tec,label_fr,label_en,synonyms,unit,usual_basis\n0102,,a,b,,u,\n010229,0104100000,a,,,u,grown\n",
        countries: "code,name_fr,name_en,zones\nSN,Sénégal,Senegal,uemoa cedeao zlecaf\nSN,Sénégal,Senegal,\n",
        ..Packs::EMBEDDED
    };
    let faults: Vec<String> = Rules::parse(&packs).unwrap_err().iter().map(ToString::to_string).collect();
    for expected in [
        "fees.toml, fee (XXX): no such scheme",
        "fees.toml, fee (XXX): an amount is not below zero",
        "fees.toml, fee 2 (zle): not a scheme code",
        "measures.toml, measure 1 (m): unknown variant `stop`",
        "deadlines.toml, file:",
        "watch.toml, file: unknown_an_hour is 1 to 1000",
        "operators.toml, operator 1 (moov): unknown variant `moov`",
        "operators.toml, wave: must be there once",
        "products.csv, line 2: not a goods code",
        "products.csv, line 3: the tariff line has ten digits",
        "products.csv, line 3: a label is empty",
        "products.csv, line 3: \"grown\" is not a Basis",
        "countries.csv, country (SN): given twice",
        "schemes.toml, scheme (TSA): applies nowhere",
        "schemes.toml, scheme (DCT): country GB is not in countries.csv",
        "fees.toml, scheme (ZLE): is active without a fee",
    ] {
        assert!(faults.iter().any(|f| f.starts_with(expected)), "{expected:?} is not among {faults:#?}");
    }
}
