//! What can be asked of the server and of who may use it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Reported;

#[derive(Debug, Args)]
pub struct Serve {
    /// Endereço e porta em que escuta
    #[arg(long, value_name = "ENDEREÇO", default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,
    /// Certificado em PEM, para servir com TLS
    #[arg(long, value_name = "ARQUIVO", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Chave do certificado, em PEM
    #[arg(long, value_name = "ARQUIVO", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Endereço pelo qual as pessoas chegam, quando há um proxy: https://carteira.exemplo.com.br
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Acredita no proxy sobre quem pede (X-Forwarded-For)
    #[arg(long)]
    pub behind_proxy: bool,
    /// Como o registro é escrito na saída de erros
    #[arg(long, value_name = "FORMATO", default_value = "text")]
    pub log: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Users {
    /// Lista os usuários
    List(Reported),
    /// Cria um usuário
    Add(AddUser),
    /// Troca a senha de um usuário, lida da entrada padrão
    Password(SetPassword),
    /// Impede um usuário de entrar
    Disable(OneUser),
    /// Volta a deixar um usuário entrar
    Enable(OneUser),
    /// Retira o segundo fator de quem perdeu o celular e os códigos de recuperação
    RemoveTotp(OneUser),
}

#[derive(Debug, Args)]
pub struct AddUser {
    /// Usuário: um e-mail, por exemplo
    #[arg(value_name = "USUÁRIO")]
    pub login: String,
    /// Nome da pessoa
    #[arg(long, value_name = "NOME")]
    pub name: Option<String>,
    /// Papel
    #[arg(long, value_name = "PAPEL")]
    pub role: RoleName,
    /// De um vendedor, como as vendas e as listas o chamam
    #[arg(long, value_name = "NOME")]
    pub seller: Option<String>,
    /// Condição que diz quais clientes vê: uf = 'SP'
    #[arg(long, value_name = "CONDIÇÃO")]
    pub scope: Option<String>,
    /// Lê a senha da entrada padrão
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Debug, Args)]
pub struct SetPassword {
    /// Usuário
    #[arg(value_name = "USUÁRIO")]
    pub login: String,
}

#[derive(Debug, Args)]
pub struct OneUser {
    /// Usuário
    #[arg(value_name = "USUÁRIO")]
    pub login: String,
}

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    Administrator,
    Manager,
    Seller,
    Credit,
    Query,
}

impl From<RoleName> for store::Role {
    fn from(role: RoleName) -> Self {
        match role {
            RoleName::Administrator => Self::Administrator,
            RoleName::Manager => Self::Manager,
            RoleName::Seller => Self::Seller,
            RoleName::Credit => Self::Credit,
            RoleName::Query => Self::Query,
        }
    }
}
