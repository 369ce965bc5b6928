//! The exports of known ERPs: each header as the ERP writes it, one row below it, and what was
//! understood, written by hand.

use domain::Cents;
use rstest::rstest;
use sources::table::{Kind, Rows, Table};

use super::read_bytes;

/// A valid CNPJ of nobody.
const CNPJ: &str = "44555666000181";

fn read(header: &[&str], row: &[(&str, &str)]) -> Result<Table, String> {
    let value = |name: &&str| row.iter().find(|(column, _)| column == name).map_or("", |(_, value)| *value).to_owned();
    let values: Vec<String> = header.iter().map(value).collect();
    let text = format!("{}\n{}\n", header.join(";"), values.join(";"));
    read_bytes(text.as_bytes(), None, None).map(|mut outcome| outcome.tables.remove(0))
}

/// What was understood: `header=field`, in the order of the columns.
fn understood(table: &Table) -> Vec<String> {
    let named = |column: &sources::table::Column| Some(format!("{}={}", column.header, column.field?.as_str()));
    table.columns.iter().filter_map(named).collect()
}

/// The headers of the reference, by export. A dictionary gives its technical names.
fn header(export: &str) -> Vec<&'static str> {
    let all = include_str!("erp_headers.tsv");
    let line = all.lines().find_map(|line| line.split_once('\t').filter(|(name, _)| *name == export));
    line.unwrap_or_else(|| panic!("{export}")).1.split('\t').collect()
}

#[rstest]
#[case("omie_contas_a_receber_pivot_xlsx", "omie", Kind::Receivables, &[
    ("CNPJ/CPF", CNPJ), ("Razão Social", "ALFA"), ("Emissão", "02/03/2026"), ("Vencimento", "01/04/2026"), ("Nota Fiscal", "77"),
    ("Parcela", "001/003"), ("Valor da Conta", "R$ 333,66"), ("Recebido", "0,00"), ("A Receber", "333,66"),
], &["CNPJ/CPF=customer.tax_id", "Razão Social=customer.legal_name", "Emissão=invoice.issue_date", "Vencimento=receivable.due_date",
    "Nota Fiscal=invoice.number", "Parcela=receivable.installment", "Boleto=receivable.bank_number", "Vendedor=customer.seller",
    "Valor da Conta=receivable.amount", "Recebido=payment.amount", "A Receber=receivable.open_amount"])]
#[case("omie_recebimentos_extrato", "omie", Kind::Receivables, &[
    ("Cliente", "ALFA"), ("Vencimento", "01/04/2026"), ("Valor da Conta", "333,66"), ("Recebido", "333,66"),
    ("Data de Crédito ou Débito (No Extrato)", "02/04/2026"),
], &["Data de Crédito ou Débito (No Extrato)=payment.date", "Cliente=customer.legal_name", "Vencimento=receivable.due_date",
    "Valor da Conta=receivable.amount", "Recebido=payment.amount", "A Receber=receivable.open_amount"])]
#[case("omie_notas_pivot", "omie", Kind::Sales, &[
    ("Nota Fiscal", "77"), ("Data de Emissão (completa)", "02/03/2026"), ("Cliente (Razão Social)", "ALFA"),
    ("Código do Produto", "P1"), ("Quantidade", "2"), ("Total de Mercadoria", "333,66"),
], &["Operação=invoice.type", "Nota Fiscal=invoice.number", "Data de Emissão (completa)=invoice.issue_date",
    "Cliente (Razão Social)=customer.legal_name", "Cliente (Nome Fantasia)=customer.trade_name", "Código do Produto=item.product",
    "Quantidade=item.quantity", "Total de Mercadoria=item.total", "Total da Nota Fiscal=invoice.billed", "Estado=customer.state"])]
#[case("omie_pedidos_pivot", "omie", Kind::Sales, &[
    ("Cliente (Nome Fantasia)", "Alfa"), ("Pedido de Venda", "9"), ("Total da Nota Fiscal", "333,66"), ("Data de Inclusão", "02/03/2026"),
], &["Cliente (Nome Fantasia)=customer.trade_name", "Pedido de Venda=invoice.number", "Vendedor=customer.seller",
    "Etapa=invoice.status", "Total da Nota Fiscal=invoice.total", "Data de Inclusão=invoice.issue_date"])]
#[case("contaazul_pro_receitas", "contaazul", Kind::Receivables, &[
    ("Identificador do cliente", "c-1"), ("Nome do cliente", "ALFA"), ("Data de vencimento", "01/04/2026"),
    ("Valor original da parcela (R$)", "333,66"), ("Valor total da parcela em aberto (R$)", "333,66"),
], &["Identificador do cliente=customer.code", "Nome do cliente=customer.legal_name", "Código de referência=invoice.number",
    "Data de competência=invoice.issue_date", "Data de vencimento=receivable.due_date", "Situação=invoice.status",
    "Valor original da parcela (R$)=receivable.amount", "Forma de recebimento=receivable.method",
    "Valor total recebido da parcela (R$)=payment.amount", "Valor total da parcela em aberto (R$)=receivable.open_amount",
    "Data do último pagamento=payment.date"])]
#[case("contaazul_modelo_lancamentos", "contaazul", Kind::Receivables, &[
    ("Data de Vencimento", "01/04/2026"), ("Data de Competência", "02/03/2026"), ("Valor", "333,66"), ("Cliente/Fornecedor", "ALFA"),
    ("CNPJ/CPF Cliente/Fornecedor", CNPJ),
], &["Data de Pagamento=payment.date", "Data de Vencimento=receivable.due_date", "Data de Competência=invoice.issue_date",
    "Valor=receivable.amount", "Cliente/Fornecedor=customer.legal_name", "CNPJ/CPF Cliente/Fornecedor=customer.tax_id"])]
#[case("tiny_olist_contatos", "tiny", Kind::Customers, &[("Código", "C1"), ("Nome", "ALFA"), ("CNPJ / CPF", CNPJ)],
    &["Código=customer.code", "Nome=customer.legal_name", "Fantasia=customer.trade_name", "Endereço=customer.street",
    "Número=customer.street_number", "Complemento=customer.complement", "Bairro=customer.district", "CEP=customer.zip",
    "Cidade=customer.city", "Estado=customer.state", "Fone=customer.phone", "E-mail=customer.email", "Tipo pessoa=customer.person_type",
    "CNPJ / CPF=customer.tax_id", "IE / RG=customer.state_registration", "Vendedor=customer.seller"])]
#[case("tiny_olist_contas_receber", "tiny", Kind::Receivables, &[
    ("Cliente", "ALFA"), ("Data Vencimento", "01/04/2026"), ("Valor documento", "333,66"), ("Saldo", "333,66"), ("Situação", "aberto"),
], &["Cliente=customer.legal_name", "Data Emissão=invoice.issue_date", "Data Vencimento=receivable.due_date",
    "Data Liquidação=payment.date", "Valor documento=receivable.amount", "Saldo=receivable.open_amount", "Situação=invoice.status",
    "Número documento=invoice.number", "Número no banco=receivable.bank_number", "Forma de recebimento=receivable.method",
    "Recebido=payment.amount"])]
#[case("tiny_olist_pedidos_item_por_linha", "tiny", Kind::Sales, &[
    ("ID", "9"), ("Data", "02/03/2026"), ("Nome do contato", "ALFA"), ("CPF/CNPJ", CNPJ), ("Quantidade", "2,00"), ("Valor unitário", "166,83"),
], &["ID=invoice.number", "Data=invoice.issue_date", "ID contato=customer.code", "Nome do contato=customer.legal_name",
    "CPF/CNPJ=customer.tax_id", "CEP=customer.zip", "Município=customer.city", "UF=customer.state", "Pais=customer.country",
    "Situação=invoice.status", "Vendedor=customer.seller", "ID produto=item.product", "Descrição=item.description",
    "Quantidade=item.quantity", "Valor unitário=item.price"])]
#[case("bling_contatos", "bling", Kind::Customers, &[("Código", "C1"), ("Nome", "ALFA"), ("CNPJ / CPF", CNPJ)],
    &["Código=customer.code", "Nome=customer.legal_name", "Fantasia=customer.trade_name", "Endereço=customer.street",
    "Número=customer.street_number", "Complemento=customer.complement", "Bairro=customer.district", "CEP=customer.zip",
    "Cidade=customer.city", "UF=customer.state", "Fone=customer.phone", "E-mail=customer.email", "Tipo pessoa=customer.person_type",
    "CNPJ / CPF=customer.tax_id"])]
#[case("protheus_SA1", "protheus", Kind::Customers, &[("A1_COD", "000001"), ("A1_LOJA", "01"), ("A1_NOME", "ALFA"), ("A1_CGC", CNPJ)],
    &["A1_COD=customer.code", "A1_LOJA=customer.store_suffix", "A1_NOME=customer.legal_name", "A1_NREDUZ=customer.trade_name",
    "A1_PESSOA=customer.person_type", "A1_CGC=customer.tax_id", "A1_INSCR=customer.state_registration", "A1_END=customer.street",
    "A1_BAIRRO=customer.district", "A1_MUN=customer.city", "A1_EST=customer.state", "A1_CEP=customer.zip", "A1_DDD=customer.phone_area",
    "A1_TEL=customer.phone", "A1_EMAIL=customer.email", "A1_VEND=customer.seller", "A1_IBGE=customer.city_code"])]
#[case("protheus_SA1_titles", "protheus", Kind::Customers, &[("Codigo", "000001"), ("Loja", "01"), ("Nome", "ALFA"), ("CNPJ/CPF", CNPJ)],
    &["Codigo=customer.code", "Loja=customer.store_suffix", "Nome=customer.legal_name", "N Fantasia=customer.trade_name",
    "Fisica/Jurid=customer.person_type", "CNPJ/CPF=customer.tax_id", "Ins. Estad.=customer.state_registration",
    "Endereco=customer.street", "Bairro=customer.district", "Municipio=customer.city", "Estado=customer.state", "CEP=customer.zip",
    "DDD=customer.phone_area", "Telefone=customer.phone", "E-Mail=customer.email", "Vendedor=customer.seller", "Cod.IBGE=customer.city_code"])]
#[case("protheus_SE1", "protheus", Kind::Receivables, &[
    ("E1_NUM", "000077"), ("E1_CLIENTE", "000001"), ("E1_VENCTO", "20260401"), ("E1_VALOR", "333,66"), ("E1_TIPO", "NF"),
], &["E1_FILIAL=invoice.branch", "E1_PREFIXO=invoice.series", "E1_NUM=invoice.number", "E1_PARCELA=receivable.installment",
    "E1_TIPO=invoice.type", "E1_CLIENTE=customer.code", "E1_LOJA=customer.store_suffix", "E1_NOMCLI=customer.legal_name",
    "E1_EMISSAO=invoice.issue_date", "E1_VENCTO=receivable.due_date", "E1_VALOR=receivable.amount", "E1_SALDO=receivable.open_amount",
    "E1_NUMBCO=receivable.bank_number", "E1_BAIXA=payment.date", "E1_VALLIQ=payment.amount", "E1_DESCONT=payment.discount",
    "E1_VEND1=customer.seller"])]
#[case("protheus_SD2", "protheus", Kind::Sales, &[
    ("D2_DOC", "000077"), ("D2_CLIENTE", "000001"), ("D2_EMISSAO", "20260302"), ("D2_COD", "P1"), ("D2_QUANT", "2"), ("D2_TOTAL", "333,66"),
], &["D2_FILIAL=invoice.branch", "D2_DOC=invoice.number", "D2_SERIE=invoice.series", "D2_CLIENTE=customer.code",
    "D2_LOJA=customer.store_suffix", "D2_EMISSAO=invoice.issue_date", "D2_COD=item.product", "D2_QUANT=item.quantity",
    "D2_PRCVEN=item.price", "D2_TOTAL=item.total", "D2_CF=invoice.cfop", "D2_CUSTO1=item.cost"])]
#[case("sankhya_titulos", "sankhya", Kind::Receivables, &[
    ("Parceiro", "251"), ("CNPJ / CPF", CNPJ), ("Nro Nota", "77"), ("Dt. Vencimento", "46113"), ("Vlr do Desdobramento", "333,66"), ("Receita/Despesa", "Receita"),
], &["Parceiro=customer.code", "Nome Parceiro (Parceiro)=customer.legal_name", "CNPJ / CPF=customer.tax_id", "Nro Nota=invoice.number",
    "Desdob.=receivable.installment", "Dt. Negociação=invoice.issue_date", "Dt. Vencimento=receivable.due_date",
    "Vlr do Desdobramento=receivable.amount", "Vlr Desconto=payment.discount", "Data Baixa=payment.date", "Vlr Baixa=payment.amount",
    "Descrição (Tipo de Título)=receivable.method", "Receita/Despesa=invoice.direction", "Empresa=invoice.branch", "Apelido=customer.seller"])]
#[case("sankhya_vendas", "sankhya", Kind::Sales, &[
    ("Nro Nota", "77"), ("Dt. Neg.", "02/03/2026"), ("Parceiro", "251"), ("Vlr. Nota", "333,66"),
], &["Nro Nota=invoice.number", "Dt. Neg.=invoice.issue_date", "Parceiro=customer.code", "Nome Parceiro (Parceiro)=customer.legal_name",
    "Descrição (Tipo de Operação)=invoice.type", "Vlr. Nota=invoice.total", "Apelido (Vendedor)=customer.seller", "Empresa=invoice.branch"])]
#[case("sankhya_db_TGFPAR_TGFFIN", "sankhya", Kind::Receivables, &[
    ("CODPARC", "251"), ("CGC_CPF", CNPJ), ("DTVENC", "2026-04-01"), ("VLRDESDOB", "333,66"), ("RECDESP", "1"),
], &["CODPARC=customer.code", "NOMEPARC=customer.trade_name", "RAZAOSOCIAL=customer.legal_name", "CGC_CPF=customer.tax_id",
    "TIPPESSOA=customer.person_type", "TELEFONE=customer.phone", "EMAIL=customer.email", "CODVEND=customer.seller",
    "NUMNOTA=invoice.number", "DTNEG=invoice.issue_date", "DTVENC=receivable.due_date", "VLRDESDOB=receivable.amount",
    "VLRDESC=payment.discount", "DHBAIXA=payment.date", "VLRBAIXA=payment.amount", "RECDESP=invoice.direction"])]
#[case("nomus_pedidos", "nomus", Kind::Sales, &[
    ("Pedido", "9"), ("Cliente", "ALFA"), ("Data de emissão", "02/03/2026"), ("Qtde", "2"), ("Preço unitário", "166,83"),
], &["Pedido=invoice.number", "Cliente=customer.legal_name", "Empresa=invoice.branch", "Data de emissão=invoice.issue_date",
    "Código do produto=item.product", "Descrição do produto=item.description", "U.M.=item.unit", "Qtde=item.quantity",
    "Preço unitário=item.price"])]
#[case("sap_customers", "sapb1", Kind::Customers, &[("CardCode", "C20"), ("CardName", "ALFA"), ("LicTradNum", CNPJ)],
    &["CardCode=customer.code", "CardName=customer.legal_name", "Nome fantasia=customer.trade_name", "Cidade=customer.city",
    "UF=customer.state", "LicTradNum=customer.tax_id", "SlpName=customer.seller"])]
#[case("sap_documents", "sapb1", Kind::Sales, &[
    ("DocNum", "77"), ("CardCode", "C20"), ("DocDate", "2026-03-02"), ("DocTotal", "333.66"),
], &["DocNum=invoice.number", "CardCode=customer.code", "CardName=customer.legal_name", "DocDate=invoice.issue_date",
    "DocTotal=invoice.total", "SlpName=customer.seller"])]
#[case("sap_items", "sapb1", Kind::Sales, &[
    ("DocNum", "77"), ("CardCode", "C20"), ("DocDate", "2026-03-02"), ("ItemCode", "P1"), ("Quantity", "2"), ("LineTotal", "333.66"),
], &["DocNum=invoice.number", "CardCode=customer.code", "DocDate=invoice.issue_date", "ItemCode=item.product",
    "Descrição do Item=item.description", "Grupo de Itens=item.category", "Quantity=item.quantity", "LineTotal=item.total",
    "Utilização=invoice.type"])]
#[case("sap_receivables", "sapb1", Kind::Receivables, &[
    ("Código do PN", "C20"), ("Nome do PN", "ALFA"), ("Nº NF", "77"), ("DocDueDate", "01/04/2026"), ("Total Nota", "333,66"), ("A Receber", "333,66"),
], &["Código do PN=customer.code", "Nome do PN=customer.legal_name", "Nº NF=invoice.number", "Data de lançamento=invoice.issue_date",
    "DocDueDate=receivable.due_date", "Parcela=receivable.installment", "Total Nota=receivable.amount", "A Receber=receivable.open_amount",
    "Data do Recebimento=payment.date", "Valor Recebido NF Evento=payment.amount"])]
fn a_known_export_needs_no_map(
    #[case] export: &str,
    #[case] source: &str,
    #[case] kind: Kind,
    #[case] row: &[(&str, &str)],
    #[case] fields: &[&str],
) {
    let table = read(&header(export), row).unwrap();
    assert_eq!((&*table.source, table.kind), (source, kind));
    assert_eq!(understood(&table), fields);
    assert_eq!(table.rejects, []);
    let amount = match &table.rows {
        Rows::Sales(rows) => rows[0].1.revenue,
        Rows::Receivables(rows) => rows[0].1.amount,
        _ => Cents(33_366),
    };
    assert_eq!((table.rows.len(), amount), (1, Cents(33_366)));
}

#[test]
fn an_export_without_customer_says_which_column_it_lacks() {
    let error = read(&header("bling_pedidos_notas"), &[]).unwrap_err();
    assert!(
        error.starts_with("entendi \"Número\" como número do documento, \"Data\" como data da venda ou emissão"),
        "{error}"
    );
    assert!(
        error.ends_with(
            "para ler como vendas falta a coluna de cliente (CNPJ, CPF, código ou nome). Se ela está no arquivo com \
             outro nome, diga qual é num mapa"
        ),
        "{error}"
    );
}
