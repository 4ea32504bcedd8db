#include "ui/shell/connect_page.h"

#include "ui/widgets/theme.h"

#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace syncline::ui {
namespace {

constexpr int kWidth = 560;
constexpr int kInputHeight = 28;

/// As a shell reads it: a person who types ~ means their home.
QString folderFrom(const QString& typed) {
    if (typed == QLatin1String("~") || typed.startsWith(QLatin1String("~/")))
        return QDir::cleanPath(QDir::homePath() + typed.mid(1));
    return typed;
}

}  // namespace

QString ConnectPage::whereSecretsComeFrom() {
    return tr(
        "Signing in from this window is not possible. Tokens come from the environment "
        "(SYNCLINE_SALESFORCE_TOKEN, SYNCLINE_SALESFORCE_REFRESH_TOKEN, SYNCLINE_SALESFORCE_CLIENT_SECRET, and the "
        "same with HUBSPOT), else from the keyring, under the service Syncline. They are never read from a file.");
}

ConnectPage::ConnectPage(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("connectPage"));
    auto* page = new QWidget(this);
    page->setMaximumWidth(theme.scaled(kWidth));
    auto* column = new QVBoxLayout(page);
    column->setSpacing(12);
    const auto say = [&](Face face, Tone tone, const QString& text) {
        auto* label = new Text(theme, face, page);
        label->setTone(tone);
        label->setWordWrap(true);
        label->setText(text);
        column->addWidget(label);
        return label;
    };
    say(Face::Statement, Tone::Normal, tr("A workspace for both sides"));
    say(Face::Body, Tone::Muted,
        tr("A folder with a file that you edit, and the journal. It starts in observe: everything is read, decided and "
           "shown, and nothing is written until you let it."));

    auto* form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    auto* choose = new Button(theme, tr("Choose…"), Button::Kind::Normal, page);
    choose->setObjectName(QStringLiteral("connectChooseFolder"));
    choose->setToolTip(tr("Choose a folder"));
    m_folder = addInput(*form, tr("Folder"), QStringLiteral("connectFolder"), choose);
    m_name = addInput(*form, tr("Name"), QStringLiteral("connectName"));
    m_name->setPlaceholderText(tr("as the window shows it"));
    m_salesforce = addInput(*form, tr("Salesforce address"), QStringLiteral("connectSalesforce"));
    m_salesforce->setPlaceholderText(QStringLiteral("https://my-domain.my.salesforce.com"));
    m_hubspot = addInput(*form, tr("HubSpot address"), QStringLiteral("connectHubSpot"));
    column->addLayout(form);

    m_mistake = say(Face::Body, Tone::Failure, {});
    m_mistake->setObjectName(QStringLiteral("connectMistake"));
    m_mistake->hide();
    say(Face::Secondary, Tone::Muted, whereSecretsComeFrom());

    auto* row = new QHBoxLayout;
    auto* cancel = new Button(theme, tr("Back"), Button::Kind::Normal, page);
    cancel->setObjectName(QStringLiteral("connectBack"));
    cancel->setToolTip(tr("Back to the choice"));
    m_make = new Button(theme, tr("Make the workspace"), Button::Kind::Primary, page);
    m_make->setObjectName(QStringLiteral("connectMake"));
    m_make->setToolTip(tr("Write workspace.json into the folder; nothing is connected yet"));
    row->addWidget(m_make);
    row->addWidget(cancel);
    row->addStretch(1);
    column->addLayout(row);

    auto* around = new QHBoxLayout(this);
    around->addStretch(1);
    around->addWidget(page, 100, Qt::AlignVCenter);
    around->addStretch(1);
    connect(choose, &Button::clicked, this, &ConnectPage::chooseFolder);
    connect(cancel, &Button::clicked, this, &ConnectPage::back);
    connect(m_make, &Button::clicked, this, &ConnectPage::tell);
    // A text makes look() see what is filled in: only now all of it is there.
    m_hubspot->setText(QStringLiteral("https://api.hubapi.com"));
}

QLineEdit* ConnectPage::addInput(QFormLayout& form, const QString& label, const QString& objectName, QWidget* beside) {
    auto* input = new QLineEdit(this);
    input->setObjectName(objectName);
    input->setAccessibleName(label);
    input->setFont(m_theme.font(Face::Mono));
    input->setMinimumHeight(m_theme.scaled(kInputHeight));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(input, 1);
    if (beside != nullptr)
        row->addWidget(beside);
    auto* name = new QLabel(label, this);
    name->setBuddy(input);
    form.addRow(name, row);
    connect(input, &QLineEdit::textChanged, this, &ConnectPage::look);
    connect(input, &QLineEdit::returnPressed, this, &ConnectPage::tell);
    return input;
}

void ConnectPage::focusFirst() {
    m_folder->setFocus();
}

void ConnectPage::showMistake(const QString& what) {
    m_mistake->setText(what);
    m_mistake->setVisible(!what.isEmpty());
}

void ConnectPage::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("A folder for the workspace"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

void ConnectPage::look() {
    const auto filled = [](const QLineEdit* input) { return input != nullptr && !input->text().trimmed().isEmpty(); };
    m_make->setEnabled(filled(m_folder) && filled(m_name) && filled(m_salesforce) && filled(m_hubspot));
}

void ConnectPage::tell() {
    if (!m_make->isEnabled())
        return;
    showMistake({});
    emit wanted({folderFrom(m_folder->text().trimmed()), m_name->text().trimmed(), m_salesforce->text().trimmed(),
                 m_hubspot->text().trimmed()});
}

}  // namespace syncline::ui
