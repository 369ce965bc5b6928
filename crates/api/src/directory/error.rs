//! Why a directory lets nobody in, by whose fault it is.

use crate::problem::{Code, Problem};

/// Why a directory lets nobody in.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    // The person's.
    /// Login and password do not go together.
    #[error("Usuário ou senha não conferem.")]
    WrongCredentials,
    /// In no group that has a role.
    #[error("Sua conta não está em nenhum grupo com acesso ao Carteira. Peça ao administrador que a inclua em um.")]
    NoRole,
    /// An e-mail that the provider has not verified.
    #[error("O e-mail da sua conta ainda não foi confirmado. Confirme-o onde você tem a conta e entre de novo.")]
    UnverifiedEmail,
    /// A sign-in that was not begun here, was finished already, or took too long.
    #[error("Esta entrada já foi usada, demorou demais ou começou em outra janela. Comece de novo.")]
    NotBegunHere,
    /// Known outside, and no user here.
    #[error("Sua conta foi reconhecida, mas ainda não tem acesso ao Carteira. Peça ao administrador.")]
    NoUser,
    /// The login is of a user who has a password here.
    #[error(
        "Já existe um usuário com o seu login e senha própria no Carteira. Entre com ela, ou fale com o administrador."
    )]
    LoginTaken,
    /// A user who may not come in for now.
    #[error("Seu acesso ao Carteira está suspenso. Fale com o administrador.")]
    Disabled,

    // The settings'.
    /// Settings that do not fit.
    #[error("carteira.toml, [{section}]: {detail}")]
    Settings { section: &'static str, detail: String },

    // The directory's.
    /// It does not answer.
    #[error("[{section}] não respondeu: {detail}")]
    Unreachable { section: &'static str, detail: String },
    /// It answers something that cannot be taken.
    #[error("a resposta de [{section}] não serve: {detail}")]
    Answer { section: &'static str, detail: String },
}

impl From<DirectoryError> for Problem {
    /// What the person is told. Faults of settings and directory go to the log, which names nobody.
    fn from(error: DirectoryError) -> Self {
        use DirectoryError::{
            Answer, Disabled, LoginTaken, NoRole, NoUser, NotBegunHere, Settings, Unreachable, UnverifiedEmail,
            WrongCredentials,
        };
        let code = match &error {
            WrongCredentials => Code::WrongCredentials,
            NotBegunHere => Code::BadRequest,
            NoRole | UnverifiedEmail | NoUser | LoginTaken | Disabled => Code::NotAllowed,
            Settings { .. } | Answer { .. } => {
                tracing::error!(%error, "a directory let nobody in");
                let detail = "A entrada pela conta da empresa não está funcionando. Avise o administrador: o registro do \
                              servidor diz o quê.";
                return Self::new(Code::Unreachable, detail);
            }
            Unreachable { .. } => {
                tracing::warn!(%error, "a directory does not answer");
                let detail = "O diretório da empresa não respondeu. Tente de novo em alguns instantes.";
                return Self::new(Code::Unreachable, detail);
            }
        };
        Self::new(code, error.to_string())
    }
}
