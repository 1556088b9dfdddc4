//! Tables of a portal in another language. Their headers are named, never guessed at: a column that
//! was taken for another would be worse than none.
//!
//! The words are those the Entra admin center uses for four columns of its list of users.

/// Languages, and how each calls sign-in name, display name, object id and user type.
#[rustfmt::skip]
const WORDS: &[(&str, &[&str])] = &[
    ("German", &["benutzerprinzipalname", "anzeigename", "objekt-id", "benutzertyp"]),
    ("French", &["nom d'utilisateur principal", "nom d'affichage", "nom complet", "id d'objet", "id de l'objet", "type d'utilisateur"]),
    ("Spanish", &["nombre principal de usuario", "nombre para mostrar", "id. de objeto", "id de objeto", "tipo de usuario"]),
    ("Italian", &["nome entità utente", "nome dell'entità utente", "nome visualizzato", "id oggetto", "tipo di utente"]),
    ("Dutch", &["user-principalname", "user principal-naam", "weergavenaam", "object-id", "gebruikerstype"]),
    ("Portuguese", &["nome upn", "nome upn do usuário", "nome de exibição", "nome a apresentar", "id do objeto", "tipo de usuário"]),
    ("Polish", &["główna nazwa użytkownika", "nazwa wyświetlana", "identyfikator obiektu", "typ użytkownika"]),
    ("Japanese", &["ユーザー プリンシパル名", "表示名", "オブジェクト id", "ユーザーの種類"]),
];

/// The language that a header is in, where it is known not to be English.
pub(super) fn of(header: &str) -> Option<&'static str> {
    let plain = header.trim().trim_matches('"').replace('\u{2019}', "'").to_lowercase();
    let known = |words: &&[&str]| words.contains(&plain.as_str());
    // `object-id` is Dutch as a word and English as a habit.
    let found = WORDS.iter().find(|(_, words)| known(words));
    found.map(|(language, _)| *language).filter(|_| plain != "object-id")
}

/// The language of the first line that has headers of one, and those headers.
pub(super) fn of_table(beginning: &str) -> Option<(&'static str, Vec<String>)> {
    let line =
        beginning.lines().find(|line| !line.trim().is_empty() && !line.starts_with("sep="))?;
    let cells: Vec<&str> = line.split([',', ';', '\t']).collect();
    let language = cells.iter().find_map(|cell| of(cell))?;
    let headers = cells.iter().filter(|cell| of(cell) == Some(language));
    Some((language, headers.map(|cell| cell.trim().trim_matches('"').to_owned()).collect()))
}
