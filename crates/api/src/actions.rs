//! What the audit log's actions are called, in Portuguese.

use store::Action;

/// What an action is called.
pub fn label(action: Action) -> &'static str {
    match action {
        Action::SignedIn => "entrou",
        Action::SignInRefused => "entrada recusada",
        Action::SignedOut => "saiu",
        Action::SessionsEnded => "sessões encerradas",
        Action::UserAdded => "usuário criado",
        Action::UserChanged => "usuário alterado",
        Action::UserRemoved => "usuário removido",
        Action::InvitationMade => "convite criado",
        Action::InvitationUsed => "convite usado",
        Action::PasswordSet => "senha trocada",
        Action::TotpBegun => "segundo fator iniciado",
        Action::TotpConfirmed => "segundo fator confirmado",
        Action::TotpRemoved => "segundo fator removido",
        Action::RecoveryCodesMade => "códigos de recuperação gerados",
        Action::RecoveryCodeUsed => "código de recuperação usado",
        Action::UserUnlocked => "usuário desbloqueado",
        Action::TokenMade => "token de API criado",
        Action::TokenRevoked => "token de API revogado",
        Action::CustomerEdited => "cadastro corrigido",
        Action::CustomersChanged => "clientes alterados em lote",
        Action::ChangeUndone => "alteração em lote desfeita",
        Action::SegmentSaved => "segmentação gravada",
        Action::SegmentRemoved => "segmentação removida",
        Action::GroupJoined => "clientes postos em grupo econômico",
        Action::GroupLeft => "clientes tirados de grupo econômico",
        Action::GoalSet => "meta definida",
        Action::NoteAdded => "anotação escrita",
        Action::NoteChanged => "anotação alterada",
        Action::NoteRemoved => "anotação removida",
        Action::ContactAdded => "contato criado",
        Action::ContactChanged => "contato alterado",
        Action::ContactRemoved => "contato removido",
        Action::AttachmentAdded => "arquivo anexado",
        Action::AttachmentRemoved => "anexo removido",
        Action::SettingsSaved => "configurações alteradas",
        Action::Imported => "arquivos importados",
        Action::ImportUndone => "importação desfeita",
        Action::Exported => "lista exportada",
    }
}
