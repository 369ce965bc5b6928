//! Folders that are watched: what is brought in, when, and where it goes then.

use intake::folders::{FolderError, FolderSettings, FolderWatch};
use rstest::rstest;
use support::Home;

use crate::inbox::{GOOD, HALF_GOOD, Inbox, at, import, on};

#[tokio::test]
async fn what_is_settled_is_brought_in_together_and_put_away() {
    let mut inbox = Inbox::new().await;
    inbox.write("vendas.csv", GOOD);
    inbox.write("loja 2/março/mais.csv", GOOD.replace("\n1;", "\n9;"));
    let (report, troubles) = inbox.bring_in(at("10:00:00"), at("10:00:30")).await;
    let report = report.unwrap();
    assert_eq!((report.batch, report.accepted, report.rejects, troubles.len()), (1, 2, 0, 0));
    assert_eq!(inbox.files("feito/2026-11-30"), ["loja 2/março/mais.csv", "vendas.csv"]);
    assert_eq!(inbox.files("").len(), 2);
    assert!(inbox.bring_in(at("10:01:00"), at("10:02:00")).await.0.is_none(), "what is put away is not looked at");
}

#[tokio::test]
async fn a_file_that_is_being_written_waits() {
    let mut inbox = Inbox::new().await;
    inbox.write("vendas.csv", &GOOD[..40]);
    inbox.write("pronto.csv", GOOD);
    assert!(inbox.watch.look(at("10:00:00")).group.is_none(), "seen for the first time");
    inbox.write("vendas.csv", &GOOD[..60]);
    assert!(inbox.watch.look(at("10:00:29")).group.is_none(), "not for long enough");
    let group = inbox.watch.look(at("10:00:30")).group.unwrap();
    assert_eq!(group.paths(), [inbox.path("pronto.csv")]);
    let group = inbox.watch.look(at("10:00:59")).group.unwrap();
    assert_eq!(group.paths().len(), 2, "30 seconds after the last change was seen");
}

#[tokio::test]
async fn a_clock_set_back_starts_the_wait_anew() {
    let mut inbox = Inbox::new().await;
    inbox.write("vendas.csv", GOOD);
    inbox.watch.look(at("10:00:00"));
    assert!(inbox.watch.look(at("09:00:00")).group.is_none());
    assert!(inbox.watch.look(at("09:00:10")).group.is_none());
    assert!(inbox.watch.look(at("09:00:30")).group.is_some());
}

#[rstest]
#[case(".oculto.csv")]
#[case(".pasta/vendas.csv")]
#[case("~$vendas.xlsx")]
#[case("vendas.csv.part")]
#[case("vendas.tmp")]
#[case("vendas.CRDOWNLOAD")]
#[case("Thumbs.db")]
#[case("feito/2026-11-29/vendas.csv")]
#[case("recusado/2026-11-29/vendas.csv")]
#[tokio::test]
async fn what_is_hidden_unfinished_or_put_away_is_left_alone(#[case] name: &str) {
    let mut inbox = Inbox::new().await;
    inbox.write(name, GOOD);
    assert!(inbox.bring_in(at("10:00:00"), at("11:00:00")).await.0.is_none());
    assert_eq!(inbox.files(""), [name]);
}

#[tokio::test]
async fn what_was_refused_has_the_reasons_beside_it() {
    let mut inbox = Inbox::new().await;
    inbox.write("loja/vendas.csv", HALF_GOOD);
    inbox.write("foto.xml", "<foto/>");
    inbox.write("boas.csv", GOOD);
    let (report, troubles) = inbox.bring_in(at("10:00:00"), at("10:01:00")).await;
    let report = report.unwrap();
    assert_eq!((report.accepted, report.rejects, troubles.len()), (2, 2, 0));
    assert_eq!(inbox.files("feito/2026-11-30"), ["boas.csv"]);
    let refused = ["foto.xml", "foto.xml.txt", "loja/vendas.csv", "loja/vendas.csv.txt"];
    assert_eq!(inbox.files("recusado/2026-11-30"), refused);
    let reasons = |name: &str| std::fs::read_to_string(inbox.path("recusado/2026-11-30").join(name)).unwrap();
    let expected = "loja/vendas.csv\nImportação 1, 30/11/2026\n\n\
                    O que foi recusado neste arquivo, e por quê. O que não está aqui foi importado.\n\
                    Corrija e ponha o arquivo corrigido de novo na pasta observada.\n\n- linha 3, campo ";
    let text = reasons("loja/vendas.csv.txt");
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("valor \"31/02/2026\""), "{text}");
    let text = reasons("foto.xml.txt");
    assert!(text.contains("- arquivo inteiro: arquivo XML que ainda não sabemos ler (foto)"), "{text}");
}

#[tokio::test]
async fn nothing_is_ever_overwritten() {
    let mut inbox = Inbox::new().await;
    for (number, hour) in ["10", "11", "12"].iter().enumerate() {
        inbox.write("vendas.csv", GOOD.replace("600,00", &format!("60{number},00")));
        inbox.write("ruim.csv", HALF_GOOD.replace("600,00", &format!("60{number},00")));
        inbox.bring_in(at(&format!("{hour}:00:00")), at(&format!("{hour}:01:00"))).await;
    }
    assert_eq!(inbox.files("feito/2026-11-30"), ["vendas (2).csv", "vendas (3).csv", "vendas.csv"]);
    let refused = inbox.files("recusado/2026-11-30");
    let expected = ["ruim (2).csv", "ruim (2).csv.txt", "ruim (3).csv", "ruim (3).csv.txt", "ruim.csv", "ruim.csv.txt"];
    assert_eq!(refused, expected);
    let first = std::fs::read_to_string(inbox.path("feito/2026-11-30/vendas.csv")).unwrap();
    assert!(first.contains("600,00"));
    // Where only the reasons' name is taken, both get another.
    inbox.write("recusado/2026-12-01/ruim.csv.txt", "de outra pessoa");
    inbox.write("ruim.csv", HALF_GOOD);
    inbox.bring_in(on("2026-12-01", "10:00:00"), on("2026-12-01", "10:01:00")).await;
    assert_eq!(inbox.files("recusado/2026-12-01"), ["ruim (2).csv", "ruim (2).csv.txt", "ruim.csv.txt"]);
}

#[tokio::test]
async fn a_file_imported_and_not_moved_adds_nothing_when_it_comes_again() {
    let mut inbox = Inbox::new().await;
    inbox.write("vendas.csv", GOOD);
    inbox.watch.look(at("10:00:00"));
    let group = inbox.watch.look(at("10:01:00")).group.unwrap();
    import(&inbox.workspace, &group).await.unwrap();
    // Here the process dies.
    inbox.restarted();
    let (report, _) = inbox.bring_in(at("10:05:00"), at("10:06:00")).await;
    let report = report.unwrap();
    assert_eq!((report.batch, report.accepted, report.duplicates), (2, 0, 1));
    assert_eq!(inbox.files(""), ["feito/2026-11-30/vendas.csv"]);
}

#[tokio::test]
async fn a_file_changed_while_it_was_imported_is_brought_in_again() {
    let mut inbox = Inbox::new().await;
    inbox.write("vendas.csv", GOOD);
    inbox.watch.look(at("10:00:00"));
    let group = inbox.watch.look(at("10:01:00")).group.unwrap();
    let report = import(&inbox.workspace, &group).await.unwrap();
    inbox.write("vendas.csv", format!("{GOOD}2;06/03/2026;44.555.666/0001-81;Alfa;10,00\n"));
    assert!(inbox.put_away(group, report.batch, at("10:01:00")).await.is_empty());
    assert_eq!(inbox.files(""), ["vendas.csv"]);
    let (report, _) = inbox.bring_in(at("10:02:00"), at("10:03:00")).await;
    assert_eq!(report.unwrap().accepted, 1);
    assert_eq!(inbox.files(""), ["feito/2026-11-30/vendas.csv"]);
}

#[tokio::test]
async fn a_group_that_could_not_be_imported_is_given_again() {
    let mut inbox = Inbox::with("at = [\"06:00\"]").await;
    let path = inbox.write("vendas.csv", GOOD);
    inbox.write("outras.csv", GOOD.replace("\n1;", "\n9;"));
    inbox.watch.look(at("10:00:00"));
    let group = inbox.watch.look(at("10:01:00")).group.unwrap();
    std::fs::remove_file(path).unwrap();
    assert!(import(&inbox.workspace, &group).await.is_err());
    inbox.watch.give_back(&group);
    let again = inbox.watch.look(at("10:02:00")).group.unwrap();
    assert_eq!(again.paths(), [inbox.path("outras.csv")]);
}

#[tokio::test]
async fn where_there_are_times_files_wait_for_them() {
    let mut inbox = Inbox::with("at = [\"06:00\", \"18:30\"]").await;
    inbox.write("1.csv", GOOD);
    // The server was started: what came meanwhile is brought in.
    assert_eq!(inbox.bring_in(at("10:00:00"), at("10:01:00")).await.0.unwrap().accepted, 1);
    inbox.watch.look(at("10:02:00"));
    inbox.write("2.csv", GOOD.replace("\n1;", "\n2;"));
    assert!(inbox.bring_in(at("10:03:00"), at("18:29:59")).await.0.is_none());
    // At the time one file has settled, and another has not.
    inbox.write("3.csv", GOOD.replace("\n1;", "\n3;"));
    let group = { inbox.watch.look(at("18:30:00")).group.unwrap() };
    assert_eq!(group.paths(), [inbox.path("2.csv")]);
    let report = import(&inbox.workspace, &group).await.unwrap();
    inbox.put_away(group, report.batch, at("18:30:01")).await;
    assert_eq!(inbox.watch.look(at("18:31:00")).group.unwrap().paths(), [inbox.path("3.csv")]);
    std::fs::remove_file(inbox.path("3.csv")).unwrap();
    inbox.watch.look(at("18:32:00"));
    inbox.write("4.csv", GOOD);
    assert!(inbox.bring_in(at("18:33:00"), on("2026-12-01", "05:59:59")).await.0.is_none());
    assert!(inbox.watch.look(on("2026-12-01", "06:00:10")).group.is_some());
}

#[tokio::test]
async fn a_folder_that_disappears_is_told_once_and_watched_again_when_it_is_back() {
    let mut inbox = Inbox::new().await;
    let (folder, away) = (inbox.path(""), inbox.home.beside("sumiu"));
    std::fs::rename(&folder, &away).unwrap();
    let troubles = inbox.watch.look(at("10:00:00")).troubles;
    assert_eq!(troubles.len(), 1);
    assert!(troubles[0].to_string().ends_with("não pôde ser vista: não existe mais"), "{}", troubles[0]);
    assert!(inbox.watch.look(at("10:01:00")).troubles.is_empty());
    std::fs::rename(&away, &folder).unwrap();
    inbox.write("vendas.csv", GOOD);
    assert!(inbox.bring_in(at("10:02:00"), at("10:03:00")).await.0.is_some());
    std::fs::rename(&folder, &away).unwrap();
    assert_eq!(inbox.watch.look(at("10:04:00")).troubles.len(), 1, "it went away once more");
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_not_followed_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let mut inbox = Inbox::new().await;
    let outside = inbox.home.beside("fora");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("segredo.csv"), GOOD).unwrap();
    symlink(outside.join("segredo.csv"), inbox.path("atalho.csv")).unwrap();
    symlink(&outside, inbox.path("pasta")).unwrap();
    assert!(inbox.bring_in(at("10:00:00"), at("10:01:00")).await.0.is_none());
    // Nor is anything moved out by one.
    symlink(&outside, inbox.path("feito")).unwrap();
    inbox.write("vendas.csv", GOOD);
    let (report, troubles) = inbox.bring_in(at("10:02:00"), at("10:03:00")).await;
    assert_eq!((report.unwrap().accepted, troubles.len()), (1, 1));
    assert!(troubles[0].to_string().ends_with("é um atalho para fora da pasta observada"), "{}", troubles[0]);
    assert!(inbox.path("vendas.csv").exists());
    assert!(inbox.bring_in(at("10:04:00"), at("10:05:00")).await.0.is_none(), "it is not imported again and again");
}

#[tokio::test]
async fn the_workspace_itself_is_passed_over_in_a_folder_above_it() {
    let home = Home::on_sqlite().await;
    home.create().await;
    let settings = FolderSettings { folders: vec!["..".into()], ..FolderSettings::default() };
    let mut watch = FolderWatch::new(settings, &home.folder()).unwrap();
    watch.look(at("10:00:00"));
    assert!(watch.look(at("10:01:00")).group.is_none());
}

#[tokio::test]
async fn folders_that_would_bring_things_in_twice_are_refused() {
    let home = Home::on_sqlite().await;
    home.create().await;
    std::fs::create_dir_all(home.beside("entrada/loja")).unwrap();
    let watch = |folders: &[&str]| {
        let folders = folders.iter().map(Into::into).collect();
        FolderWatch::new(FolderSettings { folders, ..FolderSettings::default() }, &home.folder())
    };
    assert!(matches!(watch(&["."]), Err(FolderError::Workspace { .. })));
    assert!(matches!(watch(&["../entrada", "../entrada/loja"]), Err(FolderError::Nested { .. })));
    assert!(matches!(watch(&["../entrada", "../entrada/../entrada"]), Err(FolderError::Nested { .. })));
    assert!(watch(&["../entrada", "../entrada-2"]).is_ok());
}

#[rstest]
#[case("every_seconds = 0", "every_seconds: 0 não serve; esperava-se um número inteiro de 1 a 65535")]
#[case("at = [\"24:00\"]", "at: \"24:00\" não serve; esperava-se uma hora do dia, como \"06:00\"")]
#[case("at = [\"6h\"]", "at: \"6h\" não serve; esperava-se uma hora do dia, como \"06:00\"")]
#[case("folder = []", "não existe o ajuste folder; existem folders, every_seconds, at, settled_seconds")]
#[tokio::test]
async fn settings_that_do_not_fit_are_told(#[case] line: &str, #[case] said: &str) {
    let home = Home::on_sqlite().await;
    home.create().await;
    home.set(&format!("[intake]\n{line}"));
    let error = home.open().await.section::<FolderSettings>("intake").unwrap_err().to_string();
    assert!(error.contains(said), "{error}");
}

#[tokio::test]
async fn settings_are_those_of_the_section() {
    let home = Home::on_sqlite().await;
    home.create().await;
    home.set("[intake]\nfolders = [\"/srv/nfe\"]\nat = [\"06:00\", \"18:30\"]");
    let settings: FolderSettings = home.open().await.section("intake").unwrap();
    let times: Vec<u32> = settings.at.iter().map(|time| time.seconds()).collect();
    assert_eq!((settings.every().as_secs(), settings.settled_seconds, times), (60, 30, vec![21_600, 66_600]));
}
