#pragma once

#include "ui/widgets/controls.h"

#include <QString>
#include <QWidget>

class QFormLayout;
class QLineEdit;

namespace syncline::ui {

class Theme;

/// A workspace to be made for real accounts, as it was filled in.
struct NewWorkspace {
    QString folder;
    QString name;
    QString salesforceUrl;
    QString hubspotUrl;
};

/// Where the new workspace lies and where its two connections lead. Signing in is not part of it, and it says so.
class ConnectPage : public QWidget {
    Q_OBJECT
public:
    explicit ConnectPage(const Theme& theme, QWidget* parent = nullptr);

    void focusFirst();
    void showMistake(const QString& what);
    /// In words: the environment's variables, or the keyring.
    [[nodiscard]] static QString whereSecretsComeFrom();

signals:
    void wanted(const NewWorkspace& plan);
    void back();

private:
    QLineEdit* addInput(QFormLayout& form, const QString& label, const QString& objectName, QWidget* beside = nullptr);
    void chooseFolder();
    void look();
    void tell();

    const Theme& m_theme;
    QLineEdit* m_folder;
    QLineEdit* m_name;
    QLineEdit* m_salesforce;
    QLineEdit* m_hubspot;
    Text* m_mistake;
    Button* m_make;
};

}  // namespace syncline::ui
