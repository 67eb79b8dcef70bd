<#
.SYNOPSIS
Cài tusoi trên Windows 10, 11 hoặc Windows Server và để phần mềm tự chạy khi bật máy.

.DESCRIPTION
Mở PowerShell bằng "Run as administrator" rồi chạy:

    powershell -ExecutionPolicy Bypass -File deploy\windows\install.ps1 -Roster C:\danh-sach.xlsx -BackupDir E:\sao-luu

Chạy lại lần nữa để nâng cấp: dữ liệu, khóa và cài đặt được giữ nguyên.

.PARAMETER Roster
Danh sách cán bộ, công chức (XLSX). Bỏ trống khi nâng cấp.

.PARAMETER Plan
Kế hoạch của cơ quan: mã có sẵn hoặc đường dẫn tệp YAML. Bỏ trống để giữ kế hoạch đang dùng.

.PARAMETER DataDir
Nơi để cơ sở dữ liệu, khóa, cài đặt (.env) và nhật ký.

.PARAMETER BackupDir
Nơi để bản sao lưu mỗi đêm: nên là ổ đĩa khác. Bỏ trống thì chưa có sao lưu tự động.

.PARAMETER Uninstall
Gỡ các tác vụ tự chạy. Dữ liệu không bị xóa.
#>
[CmdletBinding()]
param(
    [string]$Roster = '',
    [string]$Plan = '',
    [string]$DataDir = (Join-Path $env:ProgramData 'tusoi'),
    [string]$BackupDir = '',
    [switch]$Uninstall
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$python = Join-Path $root '.venv\Scripts\python.exe'
$program = Join-Path $root '.venv\Scripts\tusoi.exe'
$service = '*S-1-5-19' # LOCAL SERVICE, tên này đổi theo ngôn ngữ của Windows nên dùng mã
$env:PYTHONUTF8 = '1'
$env:TUSOI_DATA_DIR = $DataDir
[Console]::OutputEncoding = [System.Text.Encoding]::UTF8

function Stop-WithReason([string]$Reason) {
    Write-Host ''
    Write-Host $Reason -ForegroundColor Red
    exit 1
}

function Assert-Done([string]$What) {
    if ($LASTEXITCODE -ne 0) {
        Stop-WithReason "$What chưa xong. Xem dòng báo ngay phía trên, sửa rồi chạy lại tệp này."
    }
}

function Assert-Administrator {
    $me = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        Stop-WithReason 'Cần quyền quản trị: bấm chuột phải vào PowerShell, chọn "Run as administrator", rồi chạy lại.'
    }
}

function Find-Python {
    $found = Get-Command 'py.exe', 'python.exe' -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $found) {
        Stop-WithReason 'Máy chưa có Python. Tải Python 3.11 trở lên, khi cài chọn "Install for all users", rồi chạy lại.'
    }
    $path = & $found.Source -c 'import sys; print(sys.executable if sys.version_info >= (3, 11) else str())'
    if ($LASTEXITCODE -ne 0 -or -not $path) {
        Stop-WithReason 'Python trên máy cũ hơn 3.11. Cài bản mới hơn rồi chạy lại.'
    }
    if ($path.StartsWith($env:USERPROFILE, [StringComparison]::OrdinalIgnoreCase)) {
        Stop-WithReason "Python ở $path chỉ dành cho riêng anh/chị, nên không tự chạy được khi chưa ai đăng nhập. Cài lại và chọn ""Install for all users""."
    }
    return $path
}

function Install-Program {
    if (-not (Test-Path -LiteralPath $python)) {
        & (Find-Python) -m venv (Join-Path $root '.venv')
        Assert-Done 'Tạo môi trường Python'
    }
    Write-Host 'Đang cài các gói, từng gói được đối chiếu mã băm ...'
    $run = Join-Path $root 'requirements\run.txt'
    $build = Join-Path $root 'requirements\build.txt'
    & $python -m pip --disable-pip-version-check --no-input install --quiet --no-deps --require-hashes -r $run -r $build
    Assert-Done 'Cài các gói'
    foreach ($po in Get-ChildItem -Path (Join-Path $root 'locales\*\LC_MESSAGES\tusoi.po')) {
        & $python -m babel.messages.frontend --quiet compile --input-file $po.FullName --output-file ($po.FullName -replace '\.po$', '.mo')
        Assert-Done 'Chuẩn bị bản tiếng Việt'
    }
    & $python -m pip --disable-pip-version-check --no-input install --quiet --no-deps --no-index --no-build-isolation --editable $root
    Assert-Done 'Cài tusoi'
    & icacls.exe $root /grant "${service}:(OI)(CI)RX" /q | Out-Null
    Assert-Done 'Cho phép đọc chương trình'
}

function Protect-Folder([string]$Folder) {
    # Chỉ hệ thống, quản trị viên và tài khoản chạy tusoi mở được.
    New-Item -ItemType Directory -Path $Folder -Force | Out-Null
    & icacls.exe $Folder /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' "${service}:(OI)(CI)M" /q | Out-Null
    Assert-Done "Bảo vệ thư mục $Folder"
}

function Write-Plain([string]$Path, [string]$Text) {
    # UTF-8 không có dấu BOM, giống nhau trên PowerShell 5.1 và 7.
    [System.IO.File]::WriteAllText($Path, $Text, (New-Object System.Text.UTF8Encoding $false))
}

function Read-Settings {
    $settings = Join-Path $DataDir '.env'
    if (Test-Path -LiteralPath $settings) {
        return
    }
    $telegram = (Read-Host 'Token của bot Telegram (Enter nếu không dùng Telegram)').Trim()
    $zalo = (Read-Host 'Token của bot Zalo, nhiều token cách nhau bằng dấu phẩy (Enter nếu không dùng Zalo)').Trim()
    if (-not ($telegram -or $zalo)) {
        Stop-WithReason 'Cần ít nhất một token. Xem docs\huong-dan.md, phần tạo bot.'
    }
    $lines = @('TUSOI_DATA_DIR=.') # nghĩa là chính thư mục này, khi gõ lệnh tại đây
    if ($telegram) { $lines += "TUSOI_TELEGRAM_TOKEN=$telegram" }
    if ($zalo) { $lines += "TUSOI_ZALO_BOT_TOKEN=$zalo" }
    Write-Plain $settings (($lines -join "`r`n") + "`r`n")
}

function Initialize-Office {
    $with = @()
    if ($Plan) { $with += '--plan', $Plan }
    if ($Roster) { $with += '--roster', $Roster }
    & $program init @with
    Assert-Done 'Nạp kế hoạch và danh sách'
    & $program doctor --live --language vi
    if ($LASTEXITCODE -ne 0) {
        Write-Host 'Còn điều phải sửa như ghi ở trên; tusoi vẫn được cài để tự chạy.' -ForegroundColor Yellow
    }
}

function Register-Task([string]$Name, [string]$Script, [string]$With, $Triggers, $Settings) {
    $file = Join-Path $PSScriptRoot $Script
    $words = "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$file`" -DataDir `"$DataDir`" $With"
    $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument $words -WorkingDirectory $DataDir
    $account = New-ScheduledTaskPrincipal -UserId 'S-1-5-19' -LogonType ServiceAccount -RunLevel Limited
    Register-ScheduledTask -TaskName $Name -Action $action -Principal $account -Trigger $Triggers -Settings $Settings -Force | Out-Null
}

function Register-Bot {
    # Mỗi phút nhìn lại một lần: đang chạy thì thôi, đã dừng vì bất cứ lý do gì thì chạy lại.
    $again = New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval (New-TimeSpan -Minutes 1)
    $atStart = New-ScheduledTaskTrigger -AtStartup
    $settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -ExecutionTimeLimit ([TimeSpan]::Zero) -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1)
    Register-Task 'tusoi' 'run.ps1' '' @($atStart, $again) $settings
    Start-ScheduledTask -TaskName 'tusoi'
}

function Register-Backup {
    if (-not $BackupDir) {
        Write-Host 'Chưa có sao lưu tự động: chạy lại với -BackupDir E:\sao-luu khi có ổ đĩa để sao lưu.' -ForegroundColor Yellow
        return
    }
    Protect-Folder $BackupDir
    $kept = Join-Path $DataDir 'passphrase.txt'
    if (-not (Test-Path -LiteralPath $kept)) {
        $passphrase = (Read-Host 'Mật khẩu của bản sao lưu, từ 12 ký tự; chép ra giấy và cất trong tủ của cơ quan').Trim()
        if ($passphrase.Length -lt 12) {
            Stop-WithReason 'Mật khẩu phải có ít nhất 12 ký tự. Chạy lại tệp này.'
        }
        Write-Plain $kept $passphrase
    }
    $daily = New-ScheduledTaskTrigger -Daily -At '02:30'
    $settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -ExecutionTimeLimit (New-TimeSpan -Hours 1)
    Register-Task 'tusoi-backup' 'backup.ps1' "-BackupDir `"$BackupDir`"" $daily $settings
}

function Stop-Tasks {
    foreach ($task in Get-ScheduledTask -TaskName 'tusoi', 'tusoi-backup' -ErrorAction SilentlyContinue) {
        Stop-ScheduledTask -TaskName $task.TaskName
        Unregister-ScheduledTask -TaskName $task.TaskName -Confirm:$false
    }
}

Assert-Administrator
Stop-Tasks # bot không được chạy trong lúc nâng cấp
if ($Uninstall) {
    Write-Host "Đã gỡ các tác vụ tự chạy. Dữ liệu vẫn còn ở $DataDir."
    exit 0
}
$DataDir = [System.IO.Path]::GetFullPath($DataDir)
if ($Roster) { $Roster = (Resolve-Path -LiteralPath $Roster).Path }
if ($Plan -and (Test-Path -LiteralPath $Plan)) { $Plan = (Resolve-Path -LiteralPath $Plan).Path }
Protect-Folder $DataDir
Set-Location -LiteralPath $DataDir
Install-Program
Read-Settings
Initialize-Office
Register-Bot
Register-Backup
# Máy ngủ thì bot cũng ngủ.
& powercfg.exe /change standby-timeout-ac 0
& powercfg.exe /change hibernate-timeout-ac 0
Write-Host ''
Write-Host 'Xong. tusoi đang chạy và sẽ tự chạy mỗi khi bật máy.' -ForegroundColor Green
Write-Host "Cài đặt, dữ liệu và nhật ký: $DataDir"
Write-Host "Làm mã tham gia: cd ""$DataDir""; & ""$program"" codes --out ma-tham-gia.docx"
