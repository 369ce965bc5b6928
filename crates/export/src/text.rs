//! What codes are called in Portuguese.

use panel::Level;
use store::ImportState;

/// An import's state.
pub fn import_state(state: ImportState) -> &'static str {
    match state {
        ImportState::Writing => "em andamento",
        ImportState::Live => "ativa",
        ImportState::Undone => "desfeita",
        ImportState::Dead => "interrompida",
    }
}

/// What a row of the panel is.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Root => "empresa inteira",
        Level::Establishment => "estabelecimento",
        Level::Group => "grupo econômico",
    }
}

/// A class of items.
pub fn item_class(class: &str) -> &str {
    match class {
        "sale" => "venda",
        "advance_billing" => "faturamento antecipado",
        "delivery_of_advance_billing" => "entrega de faturamento antecipado",
        "coupon_duplicate" => "nota de cupom já emitido",
        "complement" => "complemento",
        "return" => "devolução de venda",
        "other_return" => "outra devolução",
        "price_reduction" => "redução de preço",
        "bonus" => "bonificação ou amostra",
        "transfer" => "transferência",
        "transfer_return" => "devolução de transferência",
        "intercompany" => "venda entre empresas próprias",
        "shipment" => "remessa sem venda",
        "fixed_asset_sale" => "venda de ativo imobilizado",
        "purchase_return" => "devolução de compra",
        "purchase" => "compra",
        "debit_note" => "nota de débito",
        "adjustment" => "ajuste",
        "other" => "outra operação",
        unknown => unknown,
    }
}

/// What a document is to a customer.
pub fn movement_kind(kind: &str) -> &str {
    match kind {
        "sale" => "venda",
        "return" => "devolução",
        "complement" => "complemento",
        "reduction" => "redução de preço",
        "delivery" => "entrega",
        "bonus" => "bonificação",
        "open_title" => "título em aberto",
        "settled_title" => "título pago",
        "credit" => "crédito do cliente",
        "list" => "lista que fala dele",
        "mention" => "nota que fala dele",
        unknown => unknown,
    }
}

/// A reason for ignoring a record, in the plural of a list.
pub fn ignore_reason(code: &str) -> &str {
    match code {
        "test_environment" => "do ambiente de homologação",
        "denied" => "denegadas",
        "refused_note" => "notas rejeitadas pela SEFAZ",
        "refused_event" => "eventos recusados pela SEFAZ",
        "event_without_answer" => "eventos sem resposta da SEFAZ",
        "correction_letter" => "cartas de correção",
        "event_without_effect" => "eventos que não mudam a carteira",
        "refused_voiding" => "inutilizações recusadas",
        "not_ours" => "documentos de outras empresas",
        "provisional_receipt" => "recibos provisórios de serviços (DPS, RPS)",
        "without_key" => "documentos da escrituração sem chave de acesso",
        "booked_by_recipient" => "notas nossas escrituradas por quem as recebeu",
        "pdf" => "PDF",
        "image" => "imagens",
        "system_file" => "arquivos do sistema",
        "special_file" => "atalhos e arquivos especiais",
        "workspace_file" => "arquivos do próprio Carteira",
        "title_row" => "linhas de título ou de texto",
        "repeated_header" => "cabeçalhos repetidos",
        "total_row" => "linhas de total",
        "blank_row" => "linhas em branco",
        "cancelled_row" => "linhas canceladas",
        "payable_row" => "contas a pagar",
        "not_sale_row" => "linhas que não são de venda",
        "quote_row" => "orçamentos e pedidos em aberto",
        "no_table" => "abas que não são tabelas",
        "unchanged_row" => "linhas que ninguém mudou",
        unknown => unknown,
    }
}

/// A kind of warning, in the plural of a list.
pub fn warning_kind(code: &str) -> &str {
    match code {
        "key_check_digit" => "chave com dígito verificador errado",
        "key_issuer" => "chave de um emitente, nota de outro",
        "party_tax_id" => "CNPJ ou CPF do outro lado inválido",
        "unknown_participant" => "participante do SPED sem registro 0150",
        "total_mismatch" => "itens que não somam o total da nota",
        "unproven" => "sem protocolo, guardadas à parte",
        "encoding" => "codificação diferente da declarada",
        "restated" => "documentos de planilha que agora dizem outra coisa",
        "stated_twice" => "documentos que dois arquivos trazem com as mesmas linhas, somadas",
        "conflicting_copies" => "cópias da mesma nota que dizem coisas diferentes",
        unknown => unknown,
    }
}

/// So many of something: `1 nota`, `2 notas`, `1.234 notas`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A whole number with points between thousands.
pub fn count(number: u64) -> String {
    let plain = domain::Cents(i64::try_from(number).unwrap_or(i64::MAX / 100).saturating_mul(100)).plain();
    plain.strip_suffix(",00").unwrap_or(&plain).to_owned()
}
